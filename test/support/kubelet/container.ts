import { join } from 'node:path';
import type { V1Container, V1Pod } from '@kubernetes/client-node';
import type { ApiClient } from '../kubernetes/api-client.ts';
import { type Execution, execute, now } from './execution.ts';
import type { FindImage } from './images.ts';
import { prepare } from './preparation.ts';
import { rest } from './probe.ts';

/** Exactly one of the three, as in `containerStatuses[].state`. */
export interface ContainerState {
  readonly waiting?: { reason: string; message?: string };
  readonly running?: { startedAt: string };
  readonly terminated?: {
    exitCode: number;
    signal?: number;
    reason: string;
    message?: string;
    startedAt: string;
    finishedAt: string;
  };
}

/** What the pod's status says about a container. */
export interface ContainerView {
  readonly name: string;
  readonly image: string;
  readonly state: ContainerState;
  readonly lastState: ContainerState;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
  readonly pid: number | undefined;
}

export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

/** Inputs of a container's run. */
export interface ContainerRun {
  readonly pod: V1Pod;
  readonly container: V1Container;
  readonly restartPolicy: RestartPolicy;
  readonly ip: string;
  /** Folder for its logs and its termination message. */
  readonly folder: string;
  readonly volumes: Map<string, string>;
  /** Variables that every container of the pod gets, such as KUBECONFIG. */
  readonly environment: Readonly<Record<string, string>>;
  readonly findImage: FindImage;
  readonly api: ApiClient;
  /** First pause before a restart; doubles up to a minute. */
  readonly restartMs: number;
  /** Called when the view changes. */
  readonly changed: () => void;
  /** Called for what a kubelet would publish as a Warning event. */
  readonly warn: (reason: string, message: string) => void;
}

/** A container that is being run, restarted and probed. */
export interface Container {
  view(): ContainerView;
  /** Resolves when it will never run again. */
  readonly finished: Promise<void>;
  /** SIGTERM after the preStop hook, SIGKILL after `graceSeconds`; resolves when it is gone. */
  stop(graceSeconds: number): Promise<void>;
}

const longestRestartMs = 60_000;

/** Runs a container until its policy says that it is done, or `stop`. */
export function runContainer(run: ContainerRun): Container {
  const { container, restartPolicy, changed } = run;
  const stopping = new AbortController();
  let view: ContainerView = {
    name: container.name,
    image: container.image ?? '',
    state: { waiting: { reason: 'ContainerCreating' } },
    lastState: {},
    ready: false,
    started: false,
    restartCount: 0,
    pid: undefined,
  };
  let current: Execution | undefined;
  const update = (next: Partial<ContainerView>) => {
    view = { ...view, ...next };
    changed();
  };

  /** One run from image to exit; undefined if stopped before it could start. */
  const once = async () => {
    const prepared = await prepare(run, stopping.signal, (reason, message) =>
      update({ state: { waiting: { reason, message } } }),
    );
    // It may have been stopped just after the preparation checked.
    if (!prepared || stopping.signal.aborted) return undefined;
    current = execute(run, prepared, join(run.folder, `${view.restartCount}.log`), update);
    const terminated = await current.ended;
    current = undefined;
    update({ state: { terminated }, ready: false, started: false, pid: undefined });
    return terminated;
  };
  const live = async () => {
    for (let pauseMs = run.restartMs; ; pauseMs = Math.min(pauseMs * 2, longestRestartMs)) {
      const terminated = await once();
      const again =
        restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && terminated?.exitCode !== 0);
      if (stopping.signal.aborted || !terminated || !again) break;
      const message = `back-off ${Math.round(pauseMs / 1000)}s restarting failed container=${container.name} pod=${run.pod.metadata?.name}`;
      update({
        state: { waiting: { reason: 'CrashLoopBackOff', message } },
        lastState: { terminated },
      });
      await rest(pauseMs, stopping.signal);
      if (!stopping.signal.aborted) update({ restartCount: view.restartCount + 1 });
    }
    if (!view.state.terminated)
      update({ state: { terminated: view.lastState.terminated ?? neverRan() } });
  };
  const finished = live();

  return {
    view: () => view,
    finished,
    async stop(graceSeconds) {
      stopping.abort();
      await current?.stop(graceSeconds);
      await finished;
    },
  };
}

const neverRan = () => ({
  exitCode: 137,
  reason: 'ContainerStatusUnknown',
  startedAt: now(),
  finishedAt: now(),
});
