import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Revision, WorkloadState } from '../environment/types.ts';
import type { Child, Children } from './children.ts';
import { type App, appCommand, logMessage } from './commands.ts';
import type { DataFolder } from './data-folder.ts';
import { LocalFault } from './fault.ts';
import { logTail, rotateLog } from './logs.ts';
import { StepFault } from './step-fault.ts';

/**
 * Delays before the app is restarted after it ended by itself; after the last one it stays down.
 */
const pauses = [1, 2, 4, 8, 16].map((seconds) => seconds * 1000);
/** How long it must serve before the delays start from the first one again. */
const steadyMillis = 60_000;
const drainMillis = 30_000;

/** The app as a service: in place of a Deployment. */
export interface Service {
  observe(): WorkloadState;
  /** Starts the app and waits until it is ready; does nothing if this revision already serves. */
  rollOut(revision: Revision): Promise<void>;
  /** Resolves when the app ended too often. */
  readonly failed: Promise<LocalFault>;
  /** Lets it finish running requests, then ends it. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly app: App;
  readonly folder: DataFolder;
  readonly children: Children;
  readonly secrets: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
  readonly deadlineSeconds: number;
  /** Called with later events, as lines for the user. */
  readonly notice: (lines: readonly string[]) => void;
}

export function createService(options: ServiceOptions): Service {
  let current: { revision: Revision; child: Child; since: number } | undefined;
  let stopping = false;
  let giveUp: (fault: LocalFault) => void = () => {};
  const failed = new Promise<LocalFault>((resolve) => {
    giveUp = resolve;
  });

  const start = async (revision: Revision) => {
    const child = launch(options);
    current = { revision, child, since: Date.now() };
    await ready(child, options);
  };

  /**
   * Restarts it whenever it ends by itself, with growing delays, as a cluster would; the log has
   * the reason.
   */
  const supervise = async (revision: Revision) => {
    for (let attempt = 0; ; attempt += 1) {
      const { child, since } = current ?? {};
      await child?.ended;
      if (stopping) return;
      if (Date.now() - (since ?? 0) > steadyMillis) attempt = 0;
      const pause = pauses[attempt];
      const lines = lastWords(options);
      if (pause === undefined)
        return giveUp(new LocalFault('the app stopped too often', [...lines, ...advice(options)]));
      options.notice([
        `The app stopped; restarting in ${pause / 1000} s. ${wholeLine(lines)}`.trim(),
      ]);
      await sleep(pause);
      if (stopping) return;
      await start(revision).then(
        () => options.notice(['The app is ready again.']),
        () => undefined,
      );
    }
  };

  return {
    failed,
    observe() {
      const running = current?.child.isRunning() === true;
      const serving = {
        replicas: 1,
        availableReplicas: running ? 1 : 0,
        complete: running,
        problems: [],
      };
      return current
        ? {
            ...serving,
            current: current.revision,
            lastGood: current.revision,
            rolledOutAt: current.since,
          }
        : serving;
    },
    async rollOut(revision) {
      if (current?.revision.key === revision.key) return;
      await start(revision);
      void supervise(revision);
    },
    async stop() {
      stopping = true;
      if (current?.child.isRunning()) await current.child.stop(drainMillis, 'SIGKILL');
    },
  };
}

function launch({ app, folder, children, secrets }: ServiceOptions): Child {
  const log = rotateLog(folder, 'serve');
  return children.start({
    ...appCommand(app.program, ['serve']),
    env: { ...app.variables, ...secrets },
    log,
    stopSignal: 'SIGTERM',
  });
}

async function ready(child: Child, options: ServiceOptions): Promise<void> {
  const until = Date.now() + options.deadlineSeconds * 1000;
  let reason = 'it does not answer';
  while (Date.now() < until) {
    if (!child.isRunning()) throw endedEarly(options);
    const answer = await ask(options);
    if (answer?.status === 200) return;
    if (answer !== undefined) reason = answer.body.slice(0, 300);
    await sleep(20);
  }
  await child.stop(2_000, 'SIGKILL');
  throw new StepFault(
    'serve',
    `not ready after ${options.deadlineSeconds} s: ${reason}`,
    advice(options),
  );
}

function ask({
  host,
  port,
}: ServiceOptions): Promise<{ status: number; body: string } | undefined> {
  const address = host === '0.0.0.0' ? '127.0.0.1' : host;
  return new Promise((resolve) => {
    const request = get(
      { host: address, port, path: '/readyz', timeout: 2_000, agent: false },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          body += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

function endedEarly(options: ServiceOptions): StepFault {
  const lines = lastWords(options);
  return new StepFault('serve', lines.at(-1) ?? 'the app ended with no output', [
    ...lines.slice(0, -1),
    ...advice(options),
  ]);
}

/**
 * Its last complete line. If the log could not be written completely, the last line is only a
 * fragment.
 */
const wholeLine = (lines: readonly string[]): string =>
  lines.findLast((line) => !line.startsWith('{')) ?? '';

const lastWords = ({ folder }: ServiceOptions): readonly string[] =>
  logTail(rotateLog(folder, 'serve'), 5).map(logMessage);

const advice = ({ folder }: ServiceOptions): readonly string[] => [
  `Log: ${folder.shown(rotateLog(folder, 'serve'))}      Try again: npm start`,
];
