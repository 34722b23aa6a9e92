export { isAdministered, lockAccess, requireAdministrator } from './access-lock.ts';
export { assignRole } from './commands.ts';
export { roleRoutes } from './routes.ts';
export {
  administrationCodes,
  type Bundle,
  lacking,
  mayAdminister,
  mayGive,
  mayGrant,
  type Powers,
} from './rules.ts';
