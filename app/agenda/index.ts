export { insertAgendaPoint } from './commands.ts';
export { agendaRoutes } from './routes.ts';
