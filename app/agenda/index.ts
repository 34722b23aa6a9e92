export { insertAgendaPoint, type NewPoint } from './commands.ts';
export { agendaRoutes } from './routes.ts';
