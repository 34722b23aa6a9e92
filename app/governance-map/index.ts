export type { Committee, GovernanceMap } from './map.ts';
export { MapDrawing } from './map-drawing.tsx';
export { pictureOf } from './picture.tsx';
export { mapOf, mapReads } from './queries.ts';
export { governanceMapRoutes } from './routes.ts';
export { type MapQuery, type Selection, selected } from './selection.ts';
