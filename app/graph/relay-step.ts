import { AppError } from '../errors.ts';
import type { Change } from './changes.ts';
import type { Sink } from './sink.ts';
import type { Source } from './source.ts';

/** Changes that failed by themselves, and when they are tried again. */
export type Delays = Map<string, number>;

export interface Step {
  readonly source: Source;
  readonly sink: Sink;
  readonly delays: Delays;
  readonly delayOf: (attempts: number) => number;
  readonly now: () => number;
  readonly log: (change: Change, fate: string, error: unknown) => void;
}

/** Milliseconds until a change that failed is tried again: a second, doubled, at most a minute. */
export const delayMs = (attempts: number): number => Math.min(60_000, 1_000 * 2 ** attempts);

/**
 * Brings the oldest changes that wait into the graph, and only then removes them from the outbox:
 * one that is lost on the way is applied twice, not never (spec graph#relay). If the graph refuses
 * the batch, each change is applied by itself, so that one that cannot be holds up no other. Pure
 * but for its ports.
 * @returns whether there was any
 */
export async function relayStep(step: Step): Promise<boolean> {
  const { source, sink, delays } = step;
  forgetPast(delays, step.now());
  const batch = await source.read({ except: [...delays.keys()] });
  if (batch === undefined) return false;
  try {
    await sink.apply(batch.state);
  } catch (error) {
    if (!isAboutContent(error)) throw error;
    // A server that takes no change at all, such as one without space, is not a matter of changes.
    await sink.apply({ ...nothing, seq: batch.state.seq });
    for (const change of batch.changes) await relayOne(step, change);
    return true;
  }
  await source.acknowledge(batch);
  return true;
}

const nothing = { entities: [], goneEntities: [], relations: [], goneRelations: [] };

async function relayOne(step: Step, { seq }: Change): Promise<void> {
  const { source, sink, delays, delayOf, now, log } = step;
  const batch = await source.read({ only: seq });
  const [change] = batch?.changes ?? [];
  if (batch === undefined || change === undefined) return;
  try {
    await sink.apply(batch.state);
  } catch (error) {
    if (!isAboutContent(error)) throw error;
    const fate = await source.fail(change, error instanceof Error ? error.message : String(error));
    if (fate === 'waits') delays.set(seq, now() + delayOf(change.attempts));
    log(change, fate, error);
    return;
  }
  await source.acknowledge(batch);
}

/** Whether another state could be applied: the server is there, and this writer is the newest. */
const isAboutContent = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'graph_failed';

function forgetPast(delays: Delays, now: number): void {
  for (const [seq, at] of delays) if (at <= now) delays.delete(seq);
}
