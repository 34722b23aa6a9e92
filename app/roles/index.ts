export { holdersOf, lockAccess, requireAdministrator } from './access-lock.ts';
export { assignRole } from './commands.ts';
export { changedMeanwhile, differences, type Facts } from './conflict.ts';
export { listRoles, readCatalogue } from './queries.ts';
export type { NavigationLine, PermissionLine, RoleLine } from './role.ts';
export { roleRoutes } from './routes.ts';
export { administrationCodes, type Bundle, grantChange, lacking, mayAdminister, mayGive, mayGrant, type Powers } from './rules.ts';
export { idText } from './schema.ts';
