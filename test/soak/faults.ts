import { setTimeout as pause } from 'node:timers/promises';
import type { createPool } from '#app/db/pool.ts';
import type { Neo4jServer } from '#test/support/neo4j-server.ts';
import type { Dice } from '../app/races-fixture.ts';
import type { Front } from './front.ts';
import type { Mailbox } from './mailbox.ts';
import type { Replicas } from './replicas.ts';

interface Victims {
  readonly replicas: Replicas;
  readonly count: number;
  readonly front: Front;
  readonly neo4j: Neo4jServer;
  readonly mailbox: Mailbox;
  readonly pool: ReturnType<typeof createPool>;
}

/** One fault, until it is over; what it did, for the report. */
type Fault = (victims: Victims, dice: Dice, signal: AbortSignal) => Promise<string>;

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal }).catch(() => undefined);

const faults: readonly (readonly [weight: number, fault: Fault])[] = [
  [
    4,
    async ({ replicas, count }, dice) => {
      await replicas.roll(dice.below(count));
      return 'a replica was replaced';
    },
  ],
  [
    2,
    async ({ replicas, count }, dice) => {
      await replicas.kill(dice.below(count));
      return 'a replica was killed';
    },
  ],
  [
    2,
    async ({ neo4j }, dice, signal) => {
      await neo4j.kill();
      await wait(1_000 + dice.below(20_000), signal);
      // A machine that has other things to do may need long; people go on meanwhile.
      await neo4j.start(15 * 60_000);
      return 'Neo4j was killed and started again';
    },
  ],
  [
    3,
    async ({ pool }) => {
      const { rows } = await pool.query<{ ended: number }>(
        `select count(pg_terminate_backend(pid))::integer as ended from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and state = 'idle'
           and state_change < now() - interval '1 second' and application_name <> 'soak'`,
      );
      return `PostgreSQL ended idle connections (${rows[0]?.ended})`;
    },
  ],
  [3, async ({ front }) => `live connections were cut (${front.cut()})`],
  [
    2,
    async ({ mailbox }, dice, signal) => {
      mailbox.refuse(true);
      await wait(1_000 + dice.below(20_000), signal);
      mailbox.refuse(false);
      return 'the mail server refused emails';
    },
  ],
];

/** Lets faults happen one after the other until `signal` aborts. Returns how often each happened. */
export async function letFaultsHappen(
  victims: Victims,
  dice: Dice,
  { everyMs, signal }: { readonly everyMs: number; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, number>> {
  const happened = new Map<string, number>();
  for (;;) {
    await wait(everyMs / 2 + dice.below(everyMs), signal);
    if (signal.aborted) return happened;
    let left = dice.below(faults.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, fault] of faults) {
      left -= weight;
      if (left >= 0) continue;
      const words = (await fault(victims, dice, signal)).replace(/ \(\d+\)$/, '');
      happened.set(words, (happened.get(words) ?? 0) + 1);
      break;
    }
  }
}
