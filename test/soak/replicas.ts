import { setTimeout as pause } from 'node:timers/promises';
import { type ServedApp, serveBundled } from '../bench/served-app.ts';
import type { Front } from './front.ts';

/** The replicas of the app behind a front, and how a rollout or a crash changes them. */
export interface Replicas extends AsyncDisposable {
  /** Replaces one as a rolling update does: a new one is ready before the old one ends. */
  readonly roll: (at: number) => Promise<void>;
  /** Ends one without warning and starts another. */
  readonly kill: (at: number) => Promise<void>;
  /** Lines of the log of all of them, also of those that ended. */
  readonly log: () => readonly Record<string, unknown>[];
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
  const start = () => serveBundled(options.folder, options.databaseUrl, options.environment);
  const ended: ServedApp[] = [];
  const live = await Promise.all(Array.from({ length: options.count }, start));
  const route = () => front.route(live.map(({ url }) => url));
  route();
  const replace = async (at: number): Promise<ServedApp | undefined> => {
    const former = live[at];
    live[at] = await start();
    route();
    if (former) ended.push(former);
    return former;
  };
  return {
    async roll(at) {
      const former = await replace(at);
      await pause(deregistrationMs);
      await former?.[Symbol.asyncDispose]();
    },
    async kill(at) {
      const victim = live[at];
      if (victim) process.kill(victim.pid, 'SIGKILL');
      await replace(at);
    },
    log: () => [...ended, ...live].flatMap(({ log }) => log),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(live.map((one) => one[Symbol.asyncDispose]()));
    },
  };
}
