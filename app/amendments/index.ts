export {
  type AmendmentLine,
  stateOf as stateOfAmendment,
  targets as amendmentTargets,
} from './amendment.ts';
export { acceptPart, proposeAmendment, refusePart, withdrawAmendment } from './commands.ts';
export { AmendmentRows, Amendments } from './panel.tsx';
export { amendmentLines, findAmended, findAmendment } from './queries.ts';
export { amendmentRoutes } from './routes.ts';
export { partsOf as partsOfAmendment } from './rules.ts';
