export { createPoint, deletePoint, insertAgendaPoint, movePoint, updatePoint } from './commands.ts';
export { itemTypes, most as mostInPoint, type Point, priorities } from './point.ts';
export { findPoint } from './queries.ts';
export { agendaRoutes } from './routes.ts';
export { pointTexts } from './schema.ts';
