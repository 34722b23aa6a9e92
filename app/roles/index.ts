export { isAdministered, lockAccess, requireAdministrator } from './access-lock.ts';
export { assignRole } from './commands.ts';
export { changedMeanwhile, differences } from './conflict.ts';
export { readCatalogue } from './queries.ts';
export type { NavigationLine, PermissionLine } from './role.ts';
export { roleRoutes } from './routes.ts';
export {
  administrationCodes,
  type Bundle,
  grantChange,
  lacking,
  mayAdminister,
  mayGive,
  mayGrant,
  type Powers,
} from './rules.ts';
