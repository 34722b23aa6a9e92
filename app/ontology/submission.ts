import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Actor } from './actor.ts';
import { type Saved, savedAll } from './outcome.ts';

/**
 * Returns the result of a form that was submitted before; `undefined` on the first submission.
 * Claims the form's token: a second request with the same token waits until the first has ended.
 * Does nothing without a token.
 */
export async function takeSubmission<Value>(
  tx: Tx,
  { id, origin }: Actor,
  action: string,
): Promise<Saved<Value> | undefined> {
  const { submission } = origin;
  if (id === null || submission === undefined) return undefined;
  const { rows } = await sql`
    insert into submissions (actor_id, token, action) values (${id}, ${submission}, ${action})
    on conflict (actor_id, token, action) do nothing returning token`.execute(tx);
  if (rows.length > 0) return undefined;
  const { rows: earlier } = await sql<{ value: Value }>`
    select value from submissions where actor_id = ${id} and token = ${submission} and action = ${action}`.execute(
    tx,
  );
  return savedAll([], (earlier[0]?.value ?? null) as Value);
}

/**
 * Keeps the result of a form for resubmissions; the command's value must be serializable as JSON.
 */
export async function keepSubmission(
  tx: Tx,
  { id, origin }: Actor,
  action: string,
  value: unknown,
): Promise<void> {
  const { submission } = origin;
  if (id === null || submission === undefined) return;
  await sql`update submissions set value = ${JSON.stringify(value ?? null)}::jsonb
    where actor_id = ${id} and token = ${submission} and action = ${action}`.execute(tx);
}
