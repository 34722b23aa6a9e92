export {
  type Committee,
  findCommittee,
  findCommitteeBy,
  readStanding,
  type StandingRow,
  type Standings,
  standingIn,
  standingsOf,
} from './committee.ts';
export {
  committeesOf,
  heldPositions,
  holdersIn,
  holdsIn,
  inItsBody,
  meets,
  membersIn,
  requirementOf,
} from './positions.ts';
export {
  type BodyRequirement,
  type Capability,
  capabilities,
  capable,
  decidedBy,
  inBody,
  isMetBy,
  may,
  type Requirement,
  requirementInWords,
  type Standing,
} from './requirement.ts';
export {
  type Day,
  dayAt,
  includesDay,
  installationZone,
  isInForce,
  isVotingPosition,
  readDay,
  termsOf,
  voteWeightOf,
} from './terms.ts';
