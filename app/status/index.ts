export { type StatusDocument, statusDocument } from './present.ts';
export { readLedgerState } from './queries.ts';
export { statusRoutes } from './routes.ts';
