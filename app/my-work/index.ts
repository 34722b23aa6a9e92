export { addressOf } from './present.ts';
export { mostRead, readCandidates } from './queries.ts';
export { myWorkRoutes } from './routes.ts';
export { tasksOf } from './rules.ts';
export { workTable } from './schema.ts';
export { countWaiting } from './waiting.ts';
export { type Candidates, type Kind, kinds, type Step, type Task } from './work.ts';
