export { createPosition, deletePosition, updatePosition } from './commands.ts';
export { keepTermsOf } from './former-store.ts';
export {
  hasVacancy,
  listedPositions,
  memberCountOf,
  positionCountOf,
  positionsOf,
  type SeatCounts,
  seatCountsOf,
  vacancyCountOf,
  vacantPositionsOf,
} from './fragments.ts';
export { heldTermsOf, soleCapabilitiesOf } from './held.ts';
export { HeldPositions, SoleCapabilities } from './held-positions.tsx';
export type { HeldTerm, Holder, Position, Positions, SoleCapability } from './position.ts';
export { capacities } from './position.ts';
export { findPosition } from './queries.ts';
export { positionRoutes } from './routes.ts';
export { type PositionInput, votings } from './schema.ts';
export { type FoundPosition, positionIndices, positionsWith } from './search.ts';
export { PositionsSection } from './section.tsx';
export { assignPosition, vacatePosition } from './term-commands.ts';
export { texts as positionTexts } from './texts.ts';
