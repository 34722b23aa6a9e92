/** The parts of an AhltEnvironment that a deployment reads, as returned by the API server. */
export interface LiveEnvironment {
  readonly metadata: {
    readonly generation: number;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly image: string; readonly suspend?: boolean };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly step?: string;
    readonly conditions?: readonly LiveCondition[];
    readonly workload?: { readonly image?: string; readonly lastGoodImage?: string };
  };
}

interface LiveCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration?: number;
}

/** State of a deployment, from the resource. */
export interface Verdict {
  readonly is: 'done' | 'waiting' | 'failed';
  readonly reason: string;
  readonly message: string;
  /** Step of the operator. */
  readonly step: string;
}

/**
 * Whether the applied spec is in place. Only the status of this generation counts: neither success
 * nor failure of the previous spec. A plan that needs an approval is a failure too, because nothing
 * continues before it is committed.
 */
export function verdict({ metadata, status = {} }: LiveEnvironment): Verdict {
  const { observedGeneration = 0, conditions = [], step = 'Accept' } = status;
  const current = (type: string): LiveCondition | undefined =>
    conditions.find(
      (condition) =>
        condition.type === type &&
        (condition.observedGeneration ?? observedGeneration) >= metadata.generation,
    );
  if (observedGeneration < metadata.generation)
    return {
      is: 'waiting',
      reason: 'NotSeen',
      message: 'The operator has not seen the change yet.',
      step,
    };
  const ready = current('Ready');
  const stalled = current('Stalled');
  if (ready?.status === 'True')
    return { is: 'done', reason: ready.reason, message: ready.message, step };
  if (stalled?.status === 'True')
    return { is: 'failed', reason: stalled.reason, message: stalled.message, step };
  const { reason = 'Unknown', message = 'No condition yet.' } = ready ?? {};
  return { is: reason === 'ApprovalNeeded' ? 'failed' : 'waiting', reason, message, step };
}

/** Annotation with the image that was good before the applied one. */
export const previousImageMark = 'platform.ahlt.dev/previous-image';
/** Annotation with the commit that was applied. */
export const commitMark = 'platform.ahlt.dev/deployed-commit';

/** The image to roll back to once `next` is applied: the last good one that differs. */
export function previousImage(live: LiveEnvironment | undefined, next: string): string | undefined {
  const good = live?.status?.workload?.lastGoodImage;
  return good !== undefined && good !== next
    ? good
    : live?.metadata.annotations?.[previousImageMark];
}
