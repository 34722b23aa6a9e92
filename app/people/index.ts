export { activateUser, resetPassword, unlockUser } from './account-commands.ts';
export { createUser, deleteUser, updateUser } from './commands.ts';
export { prepareInitialPassword } from './initial-password.ts';
export { findNamesake, type Namesake } from './queries.ts';
export { peopleRoutes } from './routes.ts';
export { userNameProblem } from './rules.ts';
export { displayName, email, username } from './schema.ts';
export { type UserFacts, userFacts } from './user-facts.ts';
