export { createDocument, deleteDocument, updateDocument } from './commands.ts';
export { type DocumentFacts, documentTypes, type ShownDocument } from './document.ts';
export { documentJobs } from './jobs.ts';
export { type Paper, type PaperLine, papersOf, readPapers } from './paper-queries.ts';
export { factColumns, findDocument, isListed } from './queries.ts';
export { documentRoutes } from './routes.ts';
export { documentFields } from './schema.ts';
export { canFindDocuments, documentIndices, documentsWith, type FoundDocument } from './search.ts';
export { type Asker, askerAt } from './visibility.ts';
