export { type Affected, affectedRead } from './affected.ts';
export { isActiveCommittee } from './committees.ts';
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
