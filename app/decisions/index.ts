export { correctDecision, decide } from './commands.ts';
export {
  type Decision,
  type FoundDecision,
  mostRationale,
} from './decision.ts';
export { type Choosable, DecisionForm } from './form.tsx';
export { DecisionPanel } from './panel.tsx';
export { numberOf } from './present.ts';
export {
  decisionIndices,
  decisionsOn,
  findDecision,
  findNumbered,
  listedDecisions,
  maySeeDecisions,
  readerAt,
} from './queries.ts';
export { decisionRoutes } from './routes.ts';
export { decisionInput } from './schema.ts';
export { texts as decisionTexts } from './texts.ts';
