export type { Ballot } from './ballot.ts';
export { openBallot } from './commands.ts';
export { BallotsSection } from './panel.tsx';
export { ballotsOn, readBallots } from './queries.ts';
export { ballotRoutes } from './routes.ts';
