export {
  archiveCommittee,
  createCommittee,
  deleteCommittee,
  restoreCommittee,
  updateCommittee,
} from './commands.ts';
export { type FormField, formFields } from './form-fields.ts';
export { entriesOf, fieldsOf, isWebAddress } from './present.ts';
export { committeeIndices, committeesWith, type FoundCommittee } from './queries.ts';
export { committeeRoutes } from './routes.ts';
export { names as committeeNames } from './schema.ts';
