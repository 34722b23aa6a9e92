import { z } from 'zod';
import { jobLabels } from '#cdk8s/charts/environment-names.ts';
import type { KubernetesObject } from '../clients/kubernetes-types.ts';
import {
  lastLines,
  type Pod,
  parsed,
  type Terminated,
  terminatedOf,
  waitingReason,
} from './pods.ts';
import { marks } from './resource.ts';
import { isReadable } from './results.ts';
import type { Command, CommandRun, RunFailure } from './types.ts';

export interface Job extends KubernetesObject {
  readonly spec?: {
    readonly template?: {
      readonly spec?: { readonly containers?: readonly { readonly image?: string }[] };
    };
  };
  readonly status?: {
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly {
      type: string;
      status: string;
      reason?: string;
      message?: string;
      lastTransitionTime?: string;
    }[];
  };
}

/**
 * The recorded result of a finished Job: an annotation of the Job, because its pod may be deleted
 * at any time.
 */
const keptResult = z.object({
  exitCode: z.number().optional(),
  document: z.unknown(),
  logLines: z.array(z.string()).optional(),
});
type KeptResult = z.output<typeof keptResult>;

const longestKeptLine = 300;

/**
 * How long to wait for the result: the final state of a pod may arrive after the end of its Job.
 */
const patienceMillis = 5_000;

const commands: readonly string[] = [
  'plan',
  'backup',
  'migrate',
  'seed',
  'resync',
] satisfies Command[];
const isCommand = (label: string | undefined): label is Command =>
  label !== undefined && commands.includes(label);

/**
 * A Job and its pod as a run of a command; undefined for other Jobs.
 * @param endSeenAt when it ended, on the clock of `now` (see `RunEnds`)
 */
export function runOf(
  job: Job,
  pods: readonly Pod[],
  now: number,
  endSeenAt?: number,
): CommandRun | undefined {
  const { name, labels = {}, creationTimestamp = '', deletionTimestamp } = job.metadata;
  const command = labels[jobLabels.command];
  if (!isCommand(command) || deletionTimestamp) return undefined;
  const end = endOf(job);
  const attempt = Number(labels[jobLabels.attempt]);
  if (!Number.isInteger(attempt)) return undefined;
  const run = {
    id: name,
    command,
    image: job.spec?.template?.spec?.containers?.[0]?.image ?? '',
    key: labels[jobLabels.key] ?? '',
    attempt,
    startedAt: Date.parse(job.status?.startTime ?? creationTimestamp),
  };
  const kept = keptOf(job) ?? resultOf(podOf(job, pods));
  if (!end || (!kept && now - (endSeenAt ?? end.at) < patienceMillis)) {
    const pod = podOf(job, pods);
    const waiting = pod && !end ? waitingReason(pod) : undefined;
    return { ...run, state: 'running', ...(waiting && { waiting }) };
  }
  const seenAt = endSeenAt === undefined ? {} : { endSeenAt };
  const finished = {
    ...run,
    finishedAt: end.at,
    ...seenAt,
    ...(kept?.document !== undefined && { result: kept.document }),
  };
  if (end.failed) return { ...finished, state: 'failed', failure: failureOf(end, kept) };
  if (isReadable(command, kept?.document)) return { ...finished, state: 'succeeded' };
  return { ...finished, state: 'unread', failure: unreadable(command, kept) };
}

function unreadable(command: Command, kept: KeptResult | undefined): RunFailure {
  if (!kept)
    return {
      code: 'ResultLost',
      message: 'exited 0, but its pod was deleted before the result was read',
    };
  const what =
    command === 'plan'
      ? '`migrate --plan` exited 0 but printed no plan'
      : `\`${command}\` exited 0 but printed no result`;
  return {
    code: 'NoResult',
    exitCode: 0,
    message: what,
    ...(kept.logLines && { logLines: kept.logLines }),
  };
}

/** The annotation value that a finished Job still lacks, if its result is available. */
export function resultToKeep(job: Job, pods: readonly Pod[]): string | undefined {
  if (!endOf(job) || job.metadata.annotations?.[marks.result] || job.metadata.deletionTimestamp)
    return undefined;
  const result = resultOf(podOf(job, pods));
  return result && JSON.stringify(result);
}

interface End {
  readonly failed: boolean;
  readonly at: number;
  readonly reason?: string;
  readonly message?: string;
}

/** How and when a Job ended, as reported by the cluster; undefined while it runs. */
export function endOf({ status }: Job): End | undefined {
  const end = status?.conditions?.find(
    ({ type, status: state }) => (type === 'Complete' || type === 'Failed') && state === 'True',
  );
  if (!end) return undefined;
  const { type, reason, message, lastTransitionTime } = end;
  const at = Date.parse(status?.completionTime ?? lastTransitionTime ?? '');
  return { failed: type === 'Failed', at, ...(reason && { reason }), ...(message && { message }) };
}

const podOf = ({ metadata }: Job, pods: readonly Pod[]) =>
  pods.find((pod) =>
    pod.metadata.ownerReferences?.some(({ uid, controller }) => controller && uid === metadata.uid),
  );

function keptOf({ metadata }: Job): KeptResult | undefined {
  return keptResult.safeParse(parsed(metadata.annotations?.[marks.result])).data;
}

function resultOf(pod: Pod | undefined): KeptResult | undefined {
  const terminated = pod && terminatedOf(pod);
  return terminated && readResult(terminated);
}

/** The command's JSON document; without one the message is the end of the log. */
function readResult({ exitCode, message }: Terminated): KeptResult {
  const document = parsed(message);
  if (
    typeof document === 'object' &&
    document !== null &&
    message?.trimStart().startsWith('{') &&
    !('level' in document)
  )
    return { exitCode, document };
  const logLines = lastLines(message, 5).map((line) => line.slice(0, longestKeptLine));
  return { exitCode, document: undefined, logLines };
}

const errorDocument = z.object({
  error: z.object({ code: z.string().optional(), message: z.string() }),
});

function failureOf({ reason, message }: End, kept: KeptResult | undefined): RunFailure {
  if (reason === 'DeadlineExceeded')
    return { code: 'DeadlineExceeded', message: 'it was stopped at its deadline' };
  const exit = kept?.exitCode === undefined ? {} : { exitCode: kept.exitCode };
  const said = errorDocument.safeParse(kept?.document).data?.error;
  if (said) return { ...exit, message: said.message, ...(said.code && { code: said.code }) };
  const logLines = kept?.logLines ?? [];
  if (!kept) return { code: 'PodLost', message: message ?? 'its pod was lost before it ended' };
  return {
    ...exit,
    message: logLines.at(-1) ?? `it ended with exit code ${kept.exitCode}`,
    logLines,
  };
}
