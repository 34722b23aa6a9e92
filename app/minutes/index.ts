export { changeStatus, editSection, generateMinutes } from './commands.ts';
export { waitsForSignature } from './fragments.ts';
export { attendances, type MinutesSection, sectionTypes, statuses } from './minutes.ts';
export { type MinutesCall, type Opened, opener } from './page-data.ts';
export { sectionIn } from './queries.ts';
export { minutesRoutes } from './routes.ts';
export { mayOpenMinutes, meetsAny as meetsAnyOf, movesOf as movesOfMinutes } from './rules.ts';
export { mostContent } from './schema.ts';
export { texts as minutesTexts } from './texts.ts';
