export { createPoint, deletePoint, insertAgendaPoint, movePoint, updatePoint } from './commands.ts';
export { recordOpinion } from './opinion-commands.ts';
export {
  addSection,
  createOption,
  deleteOption,
  deleteSection,
  updateOption,
  updateSection,
} from './option-commands.ts';
export { itemTypes, most as mostInPoint, type Point, priorities } from './point.ts';
export { findPoint } from './queries.ts';
export { agendaRoutes } from './routes.ts';
export { opinionCommentary, optionTexts, pointTexts, sectionTexts } from './schema.ts';
