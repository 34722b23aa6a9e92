/** A condition as defined by the Kubernetes API conventions. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  /** When `status` last changed; RFC 3339 with whole seconds. */
  readonly lastTransitionTime: string;
  readonly observedGeneration?: number;
}

export type ConditionUpdate = Omit<Condition, 'lastTransitionTime'>;

const longestMessage = 32_768; // metav1.Condition.message

/**
 * Returns the conditions with one set. `lastTransitionTime` changes only with the status, so an
 * unchanged state writes nothing; the order is kept, new types come last. Pure: `now` is
 * milliseconds since the epoch.
 */
export function setCondition(
  conditions: readonly Condition[],
  update: ConditionUpdate,
  now: number,
): Condition[] {
  const before = conditions.find(({ type }) => type === update.type);
  const lastTransitionTime =
    before?.status === update.status ? before.lastTransitionTime : rfc3339(now);
  const condition = {
    ...update,
    message: update.message.slice(0, longestMessage),
    lastTransitionTime,
  };
  return before
    ? conditions.map((other) => (other === before ? condition : other))
    : [...conditions, condition];
}

/** The conditions without one type. */
export const removeCondition = (conditions: readonly Condition[], type: string): Condition[] =>
  conditions.filter((condition) => condition.type !== type);

/** Whether a condition exists with status True. */
export const isTrue = (conditions: readonly Condition[], type: string): boolean =>
  conditions.some((condition) => condition.type === type && condition.status === 'True');

/** Kubernetes' Time: RFC 3339 in UTC with whole seconds. */
export const rfc3339 = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** Kubernetes' MicroTime: six fractional digits, which leases and events require. */
export const microTime = (ms: number): string => new Date(ms).toISOString().replace(/Z$/, '000Z');
