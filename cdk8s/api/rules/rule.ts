/**
 * A rule that JSON Schema cannot express. One description serves two readers: `cel` becomes part of
 * the CRD and is evaluated by the API server; `holds` is the same in TypeScript and is evaluated
 * for files, before anything is applied.
 */
export interface Rule<Subject> {
  /** Name of the rule in tests. */
  readonly id: string;
  /** Reported field, from the root of the document. */
  readonly field: string;
  /**
   * Other fields that decide. For a file the rule is only evaluated if all of them are well formed.
   */
  readonly reads?: readonly string[];
  /** The rule for the API server; `self` is the subject, or the field itself with `onField`. */
  readonly cel: string;
  /**
   * Whether the rule is attached to the field: necessary if its evaluation can fail, because such a
   * failure is reported there.
   */
  readonly onField?: true;
  /** The expected value, as a message. */
  readonly message: string;
  /** Reason reported by the API server. @default FieldValueInvalid */
  readonly reason?: RuleReason;
  /** The rule for files; the subject has its defaults applied. */
  readonly holds: (subject: Subject) => boolean;
}

/**
 * A rule about a change: it compares with the previous state, so only the API server can evaluate
 * it.
 */
export interface TransitionRule extends Omit<Rule<never>, 'holds' | 'reads'> {
  readonly transition: true;
}

type RuleReason = 'FieldValueInvalid' | 'FieldValueForbidden' | 'FieldValueRequired';
