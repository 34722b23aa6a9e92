export { documentJobs } from './jobs.ts';
export { documentRoutes } from './routes.ts';
export { canFindDocuments, documentIndices, documentsWith, type FoundDocument } from './search.ts';
export { type Asker, askerAt } from './visibility.ts';
