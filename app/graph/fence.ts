import { AppError } from '../errors.ts';
import { type RunQuery, whole } from './driver.ts';

/**
 * Keeps writers apart that do not know of each other: a process that lost its lock may still have a
 * statement on its way. Each environment has a few nodes `Fence` with the number of its newest
 * writer, and each transaction checks and locks one of them, so an older writer is refused as a
 * whole (spec graph#one-writer). What it would have changed or deleted stays as the newer one left
 * it.
 */
const lanes = [0, 1, 2] as const;

export interface Writer {
  readonly env: string;
  /** Larger than that of all earlier writers. */
  readonly seq: string;
}

/** Makes `seq` the newest writer. Waits for transactions that are on their way. */
export async function claimGraph(query: RunQuery, { env, seq }: Writer): Promise<void> {
  await query(
    `unwind $lanes as lane
     merge (fence:Fence {env: $env, lane: lane}) set fence.seq = $seq`,
    { env, lanes: lanes.map(whole), seq: whole(seq) },
  );
}

/**
 * Passes lanes as writer `seq` at the start of a transaction, and holds them until its end: `set`
 * locks a node before its number is compared. Throws `graph_fenced` if a newer writer was there, or
 * if the graph is not the one that was written: replaced by an empty server, or written from
 * another database.
 * @param through lanes to pass; transactions that run beside each other pass different ones
 */
export async function passFence(
  query: RunQuery,
  { env, seq }: Writer,
  through: readonly number[] = lanes,
): Promise<void> {
  const [row] = await query<{ passed: unknown }>(
    `unwind $lanes as lane
     match (fence:Fence {env: $env, lane: lane})
     set fence.locked = true
     with fence where fence.seq <= $seq
     set fence.seq = $seq
     return count(fence) as passed`,
    { env, lanes: through.map(whole), seq: whole(seq) },
  );
  if (Number(row?.passed ?? 0) === through.length) return;
  throw new AppError('graph_fenced', {
    message:
      'The graph was replaced, or another writer changed it. Run a resync of this environment.',
    status: 409,
  });
}
