import { expect, test } from 'vitest';
import { delayMs, relayStep } from '#app/graph/relay-step.ts';
import { seededRandom } from '#test/support/seeded-random.ts';
import { ModelDatabase, ModelGraph, modelSource } from './relay-model-fixture.ts';

const schedules = 10_000;
const actions = 40;

interface Worker {
  readonly connection: { lost: boolean };
  readonly done: Promise<unknown>;
}

/** Lets everything that can go on without another turn do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Changes, commits, two relays that are killed at any step and take over from each other, and
 * transactions of Neo4j that arrive late or twice; then everything recovers.
 */
async function play(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const draw = (below: number) => Math.floor(random() * below);
  const database = new ModelDatabase(draw);
  const graph = new ModelGraph(draw);
  const waiting: (() => void)[] = [];
  const turn = () => new Promise<void>((resolve) => waiting.push(resolve));
  const errors: unknown[] = [];

  const relay = async (connection: Worker['connection']): Promise<void> => {
    const source = modelSource(database, connection, turn);
    const sink = graph.sink(() => database.holder === connection, turn);
    const step = { source, sink, delays: new Map(), delayOf: delayMs, now: () => 0 };
    await relayStep({ ...step, log: (_change, _fate, error) => errors.push(error) });
    if (database.holder === connection) database.holder = undefined;
  };
  const start = (): void => {
    if (database.holder !== undefined) return;
    const connection = { lost: false };
    database.holder = connection;
    relay(connection).catch((error: Error) => {
      // Killed, or refused because it was: both are as they should be.
      if (!/connection lost|Refused/.test(error.message)) errors.push(error);
      if (database.holder === connection) database.holder = undefined;
    });
  };
  const kill = (): void => {
    if (database.holder) Object.assign(database.holder, { lost: true });
    database.holder = undefined;
  };
  const goOn = (list: (() => void)[]): void => list.splice(draw(list.length), 1)[0]?.();

  for (let action = 0; action < actions; action += 1) {
    const what = draw(12);
    if (what < 5) database.act();
    else if (what < 8) goOn(waiting);
    else if (what < 10) goOn(graph.underWay);
    else if (what === 10) start();
    else if (draw(2) === 0) kill();
    await settle();
  }
  database.commitAll();
  for (let round = 0; database.outbox.size > 0 || waiting.length > 0; round += 1) {
    if (round > 500) throw new Error('does not come to rest');
    start();
    goOn(waiting);
    goOn(graph.underWay);
    await settle();
  }
  while (graph.underWay.length > 0) goOn(graph.underWay);
  await settle();
  expect({ seed, errors, ...graph.content }).toEqual({ seed, errors: [], ...database.content });
}

test('spec graph#relay: in 10,000 schedules of faults the graph ends equal to the database, and no entity goes back', async () => {
  for (let seed = 1; seed <= schedules; seed += 1) await play(seed);
});
