export { type Ballot, type Choice, majorities, methods } from './ballot.ts';
export { castVote, closeBallot, nameProxy, openBallot, recuse } from './commands.ts';
export { BallotsSection } from './panel.tsx';
export { ballotsOn, readBallots, waitsForVote } from './queries.ts';
export { BallotRecord } from './record.tsx';
export { ballotRoutes } from './routes.ts';
export { seatsFor } from './rules.ts';
export { readStoredBallot } from './stored-ballot.ts';
export { ballotSentence } from './words.ts';
