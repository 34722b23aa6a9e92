import { setTimeout as pause } from 'node:timers/promises';
import { type ServedApp, serveBundled } from '../bench/served-app.ts';
import type { Front } from './front.ts';

/** The replicas of the app behind a front, and how a rollout or a crash changes them. */
export interface Replicas extends AsyncDisposable {
  /** Replaces one as a rolling update does: a new one is ready before the old one ends. */
  readonly roll: (at: number) => Promise<void>;
  /** Ends one without warning and starts another. */
  readonly kill: (at: number) => Promise<void>;
  /** How many ended by themselves; each was started again, as in a cluster. */
  readonly crashes: () => number;
  /** What all of them logged as errors, as JSON. */
  readonly errors: () => readonly string[];
}

/** Between the removal from the front and SIGTERM, as for pods (cdk8s/constructs/web-workload.ts). */
const deregistrationMs = 3_000;

export interface ReplicasOptions {
  /** Folder of the bundled app. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly front: Front;
  readonly count: number;
}

export async function startReplicas(options: ReplicasOptions): Promise<Replicas> {
  const { front } = options;
  const all: ServedApp[] = [];
  const start = async (): Promise<ServedApp> => {
    const replica = await serveBundled(options.folder, options.databaseUrl, options.environment);
    all.push(replica);
    return replica;
  };
  /** Those that are meant to end. */
  const leaving = new Set<ServedApp>();
  let crashes = 0;
  const live = await Promise.all(Array.from({ length: options.count }, start));
  const route = () => front.route(live.map(({ url }) => url));
  route();
  const watch = (at: number): void => {
    const replica = live[at];
    void replica?.ended.then(async () => {
      if (leaving.has(replica)) return;
      crashes += 1;
      await replace(at);
    });
  };
  const replace = async (at: number): Promise<ServedApp | undefined> => {
    const former = live[at];
    if (former) leaving.add(former);
    live[at] = await start();
    route();
    watch(at);
    return former;
  };
  for (const at of live.keys()) watch(at);
  return {
    async roll(at) {
      const former = await replace(at);
      await pause(deregistrationMs);
      await former?.[Symbol.asyncDispose]();
    },
    async kill(at) {
      const victim = live[at];
      if (victim) leaving.add(victim);
      victim?.kill();
      await replace(at);
    },
    crashes: () => crashes,
    errors: () =>
      all
        .flatMap(({ log }) => log)
        .filter(({ level }) => level === 'error')
        .map((line) => JSON.stringify(line)),
    [Symbol.asyncDispose]: async () => {
      for (const one of live) leaving.add(one);
      await Promise.all(live.map((one) => one[Symbol.asyncDispose]()));
    },
  };
}
