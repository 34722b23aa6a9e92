export { createSuggestion, suggestionMove } from './commands.ts';
export { moveRequest as suggestionMoveRequest, shownMoves } from './present.ts';
export { findSuggestion } from './queries.ts';
export { suggestionRoutes } from './routes.ts';
export { description as suggestionDescription } from './schema.ts';
export type { ShownSuggestion } from './suggestion.ts';
