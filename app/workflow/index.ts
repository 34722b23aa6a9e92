export { type Asker, type Move, movesFrom } from './decide.ts';
export {
  type Definition,
  initialOf,
  labelOf,
  type Status,
  statusIn,
  type Transition,
  type Workflow,
  type WorkflowItem,
} from './definition.ts';
export { type ItemOfCommittee, initialStatus, lockItemOf, moveItem } from './move.ts';
export { keepVersion } from './move-store.ts';
export { type MoveRequest, Moves } from './moves.tsx';
export { definitionOf, readDefinition, workflowOf } from './queries.ts';
export { itemsOf, type Scope } from './scope.ts';
export { MoveVersion, StatusMark, Steps } from './steps.tsx';
export { type TransitionInput, transition } from './transition.ts';
