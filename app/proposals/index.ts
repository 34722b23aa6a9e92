export { createProposal, insertProposal, proposalMove, updateProposal } from './commands.ts';
export { moveRequest as proposalMoveRequest, shownMoves as shownProposalMoves } from './present.ts';
export { mostMinutes, mostQueued, type ShownProposal } from './proposal.ts';
export { findProposal } from './queries.ts';
export { queueProposal, scheduleProposals, unqueueProposal } from './queue-commands.ts';
export { readQueue } from './queue-queries.ts';
export { proposalRoutes } from './routes.ts';
export { isEditable } from './rules.ts';
export { proposalFields } from './schema.ts';
