export { createUser, deleteUser, updateUser } from './commands.ts';
export { prepareInitialPassword } from './initial-password.ts';
export { peopleRoutes } from './routes.ts';
export { displayName, email, username } from './schema.ts';
