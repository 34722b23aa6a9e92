import type { AhltEnvironment } from '../environment.ts';
import { resourceRules } from './resource.ts';
import type { Rule, TransitionRule } from './rule.ts';
import { stageRules } from './stage.ts';
import { resourceTransitions, specTransitions } from './transition.ts';
import { valueRules } from './values.ts';

const specRules = [...stageRules, ...valueRules];

/** All rules for files; the subject is the whole environment. */
export const environmentRules: readonly Rule<AhltEnvironment>[] = [
  ...resourceRules,
  ...specRules.map((rule) => ({ ...rule, holds: ({ spec }: AhltEnvironment) => rule.holds(spec) })),
];

/** A rule in the format of the API server. */
export interface Validation {
  readonly rule: string;
  readonly message: string;
  readonly fieldPath?: string;
  readonly reason?: string;
}

/**
 * The rules of the CRD by the field they are attached to: the root, `spec`, or the field itself.
 */
export function validations(): ReadonlyMap<string, readonly Validation[]> {
  const placed = [
    ...[...resourceRules, ...resourceTransitions].map((rule) => ({ at: '', rule })),
    ...[...specRules, ...specTransitions].map((rule) => ({
      at: rule.onField ? rule.field : 'spec',
      rule,
    })),
  ];
  return new Map(
    [...Map.groupBy(placed, ({ at }) => at)].map(([at, rules]) => [
      at,
      rules.map(({ rule }) => validation(at, rule)),
    ]),
  );
}

/** Only fields in the schema can be named, which excludes metadata. */
function validation(
  at: string,
  { field, cel, message, reason }: Pick<TransitionRule, 'field' | 'cel' | 'message' | 'reason'>,
): Validation {
  const fieldPath = at === '' ? `.${field}` : field.slice(at.length);
  return {
    rule: cel,
    message,
    ...(fieldPath !== '' && !field.startsWith('metadata') && { fieldPath }),
    ...(reason && { reason }),
  };
}
