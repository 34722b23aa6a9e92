import type { AhltEnvironmentStatus } from '#cdk8s/api/index.ts';
import { ApiError } from '../clients/kubernetes-error.ts';
import type { Store } from '../runtime/store.ts';
import type { Outcome } from './carry-out.ts';
import type { Resolved } from './desired.ts';
import { fitStatus } from './fit-status.ts';
import type { EnvironmentObject } from './resource.ts';
import type { Services } from './services.ts';
import { statusOf } from './status.ts';
import { planned, transitions } from './transitions.ts';
import type { Observed, Plan } from './types.ts';
import { bounded, sentence } from './words.ts';

export interface Report {
  readonly resolved: Resolved;
  readonly observed?: Observed;
  readonly plan: Plan;
  readonly outcome: Outcome;
  readonly signal: AbortSignal;
}

type Reporter = Pick<
  Services,
  'applier' | 'cluster' | 'clock' | 'events' | 'log' | 'onStatusRefused'
>;

/**
 * Writes the status if it changed, and an Event for every change of a condition. Throws `ApiError`
 * if nothing could be written.
 */
export async function report(
  resource: EnvironmentObject,
  pass: Report,
  services: Reporter,
): Promise<void> {
  const { resolved, observed, plan, outcome, signal } = pass;
  const { cluster, clock, events } = services;
  const { store } = cluster.in(resource.metadata.namespace ?? '').environments;
  const live = store.get(resource.metadata) ?? resource;
  const before = live.status?.conditions ?? [];
  const { status, changes } = fitStatus(
    statusOf(live.status, { desired: resolved.desired, observed, plan, outcome, now: clock.now() }),
  );
  const { changed } = await write(live, status, { store, signal, services });
  if (changed && changes.length > 0)
    services.log.warn({ environment: live.metadata, changes }, 'the status was corrected');
  const occurrences = [
    ...planned(live.status, status, resolved.desired.spec.image),
    ...transitions(before, status.conditions ?? []),
  ];
  for (const occurrence of occurrences) events.record(resource, occurrence);
  for (const note of outcome.drift)
    events.record(resource, {
      type: 'Warning',
      reason: 'Drifted',
      action: 'Repair',
      note: `${note}; reverted.`,
    });
}

interface Writing {
  readonly store: Store<EnvironmentObject>;
  readonly signal: AbortSignal;
  readonly services: Reporter;
}

/**
 * A refused status would silently keep the old one. So each refusal becomes an Event, a metric and
 * a log line; and a field unknown to the cluster's resource definition is omitted, so that the rest
 * is written.
 */
async function write(
  live: EnvironmentObject,
  status: AhltEnvironmentStatus,
  writing: Writing,
): Promise<{ changed: boolean }> {
  const { store, signal, services } = writing;
  try {
    return await services.applier.applyStatus(live, status, store, signal);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    say(live, error, services);
    const field = unknownField(error.message);
    if (field === undefined || !(field in status)) throw error;
    const { [field as keyof AhltEnvironmentStatus]: _, ...rest } = status;
    return await write(live, rest, writing);
  }
}

function say(
  { metadata, ...resource }: EnvironmentObject,
  error: ApiError,
  { events, log, onStatusRefused }: Reporter,
): void {
  onStatusRefused?.(error.reason);
  log.error(
    { err: error, environment: `${metadata.namespace}/${metadata.name}` },
    'the status was refused',
  );
  const remedy =
    unknownField(error.message) === undefined
      ? ''
      : ' Apply the resource definition of this version of the platform.';
  const note = `The API server refused the status: ${sentence(bounded(error.message, 600))}${remedy}`;
  events.record(
    { ...resource, metadata },
    { type: 'Warning', reason: 'StatusRefused', action: 'Report', note },
  );
}

/** The request itself is invalid and would fail again. A conflict is resolved by the next pass. */
const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError &&
  !error.isConflict &&
  (!error.isTransient || unknownField(error.message) !== undefined);

/**
 * Extracts `nextResyncAt` from `.status.nextResyncAt: field not declared in schema`, which the API
 * server reports as an internal error.
 */
const unknownField = (message: string): string | undefined =>
  /\.status\.(\w+)[\w.[\]]*: field not declared in schema/.exec(message)?.[1] ??
  /unknown field "status\.(\w+)/.exec(message)?.[1];
