export { changeTheme } from './commands.ts';
export { AccountPage } from './frame.tsx';
export { accountRoutes } from './routes.ts';
