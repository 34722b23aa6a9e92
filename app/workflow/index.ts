export { type Asker, decide, type Move, movesFrom } from './decide.ts';
export {
  type Definition,
  initialOf,
  labelOf,
  type MadeMove,
  type Status,
  statusIn,
  type Transition,
  type Workflow,
  type WorkflowItem,
} from './definition.ts';
export {
  type ItemOfCommittee,
  initialStatus,
  lockItemOf,
  type Moved,
  moveItem,
  type RequestedMove,
} from './move.ts';
export { keepVersion } from './move-store.ts';
export { type MoveRequest, Moves } from './moves.tsx';
export { definitionOf, type ItemKeys, readDefinition, workflowOf } from './queries.ts';
export { itemsOf, type Scope } from './scope.ts';
export { StatusMark, Steps } from './steps.tsx';
export { type TransitionInput, type TransitionOptions, transition } from './transition.ts';
