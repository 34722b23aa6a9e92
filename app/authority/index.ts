export { holdsIn, inItsBody, meets } from './positions.ts';
export {
  type BodyRequirement,
  capable,
  decidedBy,
  inBody,
  may,
  type Requirement,
  requirementInWords,
} from './requirement.ts';
