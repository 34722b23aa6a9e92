import type { Outcome } from './carry-out.ts';
import type { Wish } from './desired.ts';
import type { EnvironmentObject } from './resource.ts';
import type { Services } from './services.ts';
import { statusOf } from './status.ts';
import { planned, transitions } from './transitions.ts';
import type { Observed, Plan } from './types.ts';

export interface Report {
  readonly wish: Wish;
  readonly observed?: Observed;
  readonly plan: Plan;
  readonly outcome: Outcome;
  readonly signal: AbortSignal;
}

/** Writes the status when it changed, and an Event for every change of a condition. */
export async function report(
  resource: EnvironmentObject,
  { wish, observed, plan, outcome, signal }: Report,
  { applier, cluster, clock, events }: Pick<Services, 'applier' | 'cluster' | 'clock' | 'events'>,
): Promise<void> {
  const { store } = cluster.in(resource.metadata.namespace ?? '').environments;
  const live = store.get(resource.metadata) ?? resource;
  const before = live.status?.conditions ?? [];
  const status = statusOf(live.status, { desired: wish.desired, observed, plan, outcome, now: clock.now() });
  await applier.applyStatus(live, status, store, signal);
  const told = [...planned(live.status, status, wish.desired.spec.image), ...transitions(before, status.conditions ?? [])];
  for (const occurrence of told) events.record(resource, occurrence);
  for (const note of outcome.drift)
    events.record(resource, { type: 'Warning', reason: 'Drifted', action: 'Repair', note: `${note}; put back.` });
}
