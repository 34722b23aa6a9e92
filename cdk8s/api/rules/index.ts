import type { AhltEnvironment } from '../environment.ts';
import { resourceRules } from './resource.ts';
import type { Rule, TransitionRule } from './rule.ts';
import { stageRules } from './stage.ts';
import { resourceTransitions, specTransitions } from './transition.ts';
import { valueRules } from './values.ts';

export type { Rule, TransitionRule } from './rule.ts';

const specRules = [...stageRules, ...valueRules];

/** Every rule that a file can be held against; the subject is the whole environment. */
export const environmentRules: readonly Rule<AhltEnvironment>[] = [
  ...resourceRules,
  ...specRules.map((rule) => ({ ...rule, holds: ({ spec }: AhltEnvironment) => rule.holds(spec) })),
];

/** Rules of the CRD at `spec`. */
export const specValidations = () => [...specRules, ...specTransitions].map(validation('spec'));

/** Rules of the CRD at the root, which see the name and the status. */
export const resourceValidations = () => [...resourceRules, ...resourceTransitions].map(validation(''));

/** A rule as the API server takes it. Only fields inside the schema can be named, which excludes metadata. */
const validation =
  (root: string) =>
  ({ field, cel, message, reason }: Pick<Rule<never> | TransitionRule, 'field' | 'cel' | 'message' | 'reason'>) => ({
    rule: cel,
    message,
    ...(!field.startsWith('metadata') && { fieldPath: `.${field}`.slice(root === '' ? 0 : root.length + 1) }),
    ...(reason && { reason }),
  });
