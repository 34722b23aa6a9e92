export { holdsIn, inItsBody, meets } from './positions.ts';
export {
  type BodyRequirement,
  bodyBypass,
  type Capability,
  capable,
  decidedBy,
  inBody,
  may,
  type Requirement,
  requirementInWords,
} from './requirement.ts';
