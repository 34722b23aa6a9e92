export { type Affected, affectedRead } from './affected.ts';
export { isActiveCommittee, isNodeOf, isOneOf, torIsActive } from './committees.ts';
export { microsecondsOf, storedMoment } from './moments.ts';
export { type Permissions, permissionsRead } from './permissions.ts';
export { type Reached, reachRead } from './reach.ts';
export {
  answersNow,
  answersTo,
  by,
  mayAskGraph,
  type RelationRead,
  type Source,
  type Stores,
  sourceHeader,
} from './read.ts';
export { type Seat, seatsRead } from './seats.ts';
export { type Vacancy, vacanciesRead } from './vacancies.ts';
