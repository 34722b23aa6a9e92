export { createProposal, insertProposal, proposalMove, updateProposal } from './commands.ts';
export { moveRequest as proposalMoveRequest, shownMoves as shownProposalMoves } from './present.ts';
export type { ShownProposal } from './proposal.ts';
export { findProposal } from './queries.ts';
export { proposalRoutes } from './routes.ts';
export { isEditable } from './rules.ts';
export { proposalFields } from './schema.ts';
