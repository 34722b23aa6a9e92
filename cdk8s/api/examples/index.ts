import type { RuleExample } from './example.ts';
import { formatExamples, structureExamples } from './formats.ts';
import { ruleExamples } from './rules.ts';

export { bases, type Change, changed, type ExampleDocument, type RuleExample } from './example.ts';
export { ruleExamples } from './rules.ts';
export { transitionExamples } from './transitions.ts';

/** Every rule about a document with its two examples. */
export const examples: readonly RuleExample[] = [
  ...structureExamples,
  ...formatExamples,
  ...ruleExamples,
];
