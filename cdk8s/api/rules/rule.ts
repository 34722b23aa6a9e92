/**
 * A rule that JSON Schema cannot say. One description serves two readers: `cel` becomes part of the
 * CRD and is evaluated by the API server; `holds` is the same in TypeScript and is evaluated for
 * files, before anything is applied.
 */
export interface Rule<Subject> {
  /** Name of the rule in tests. */
  readonly id: string;
  /** Field that is reported, from the root of the document. */
  readonly field: string;
  /**
   * Other fields that decide. In a file the rule is only tried when all of them are well formed.
   */
  readonly reads?: readonly string[];
  /** The rule for the API server; `self` is the subject, or the field itself when `onField`. */
  readonly cel: string;
  /**
   * Whether the rule is attached to the field: needed where evaluating it can fail, because such a
   * failure is reported there.
   */
  readonly onField?: true;
  /** What is expected, for people. */
  readonly message: string;
  /** What the API server calls it. @default FieldValueInvalid */
  readonly reason?: RuleReason;
  /** The rule for files; the subject has its defaults. */
  readonly holds: (subject: Subject) => boolean;
}

/**
 * A rule about a change: it compares with what was there before, so only the API server can try it.
 */
export interface TransitionRule extends Omit<Rule<never>, 'holds' | 'reads'> {
  readonly transition: true;
}

type RuleReason = 'FieldValueInvalid' | 'FieldValueForbidden' | 'FieldValueRequired';
