export { findPeople, firstPeople, type PersonChoice } from './candidates.ts';
export { peopleIndices, peopleSearch } from './search.ts';
