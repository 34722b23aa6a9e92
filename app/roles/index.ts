export { holdersOf, lockAccess, requireAdministrator } from './access-lock.ts';
export { changedMeanwhile, differences, type Facts } from './conflict.ts';
export { listRoles, type RoleLine } from './queries.ts';
export { roleRoutes } from './routes.ts';
export { type Bundle, lacking, mayAdminister, mayGive, mayGrant, type Powers } from './rules.ts';
export { idText } from './schema.ts';
