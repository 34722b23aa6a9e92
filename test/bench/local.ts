import { freePort } from '#test/support/ports.ts';
import { dataFolder, npmStart, statusOf } from '../operator/local-start.ts';

export interface LocalStartFigures {
  /** Milliseconds from `npm start` in an empty folder until the app is ready. */
  readonly firstMs: number;
  /** The same with existing data; the median of the later starts. */
  readonly secondMs: number;
  /** Milliseconds from Ctrl-C until all processes have ended; the median. */
  readonly stopMs: number;
}

/**
 * Measures `npm start` including npm itself: once in an empty folder and `rounds` times after it.
 */
export async function benchLocalStart(rounds = 5): Promise<LocalStartFigures> {
  await using folder = await dataFolder();
  const port = await freePort();
  const first = await timed(folder.path, port);
  const later: Timing[] = [];
  for (let round = 0; round < rounds; round += 1) later.push(await timed(folder.path, port));
  return {
    firstMs: Math.round(first.readyMs),
    secondMs: Math.round(median(later.map(({ readyMs }) => readyMs))),
    stopMs: Math.round(median(later.map(({ stopMs }) => stopMs))),
  };
}

interface Timing {
  readonly readyMs: number;
  readonly stopMs: number;
}

async function timed(data: string, port: number): Promise<Timing> {
  const began = performance.now();
  await using start = npmStart({ data, port });
  await start.said('Press Ctrl-C to stop');
  const ready = performance.now();
  if ((await statusOf(port)) !== 200)
    throw new Error(`not ready although it said so:\n${start.output()}`);
  const readyAt = performance.now();
  start.signal('SIGINT');
  await start.ended;
  return { readyMs: ready - began, stopMs: performance.now() - readyAt };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
