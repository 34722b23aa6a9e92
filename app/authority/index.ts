export { holdsIn, inItsBody, meets, requirementOf } from './positions.ts';
export {
  type BodyRequirement,
  capable,
  decidedBy,
  inBody,
  may,
  type Requirement,
  requirementInWords,
} from './requirement.ts';
