export { memberCountOf, positionCountOf, positionsOf, vacancyCountOf } from './fragments.ts';
export type { Position, Positions } from './position.ts';
export { positionRoutes } from './routes.ts';
export { PositionsSection, type PositionsSectionProps } from './section.tsx';
export { assignPosition } from './term-commands.ts';
