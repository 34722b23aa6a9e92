import { spawn } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { V1Container, V1Probe } from '@kubernetes/client-node';

/** What a probe found. */
export interface ProbeResult {
  readonly ok: boolean;
  readonly message: string;
}

/** The probed process: where it listens and, for exec probes, how a command runs beside it. */
export interface ProbeTarget {
  readonly container: V1Container;
  readonly ip: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

// A real kubelet waits a whole period between attempts; until a probe passes for the first time
// ours checks more often, so that a test waits for the app and not for the clock. Failures still
// count once a period.
const eagerMs = 150;

/**
 * Probes until `signal` fires and calls `on` for each change: true after `successThreshold` passes,
 * false after `failureThreshold` failures. Every failure is reported to `failed`.
 */
export async function follow(
  probe: V1Probe,
  target: ProbeTarget,
  signal: AbortSignal,
  {
    on,
    failed,
  }: { on: (healthy: boolean, message: string) => void; failed: (message: string) => void },
): Promise<void> {
  const periodMs = (probe.periodSeconds ?? 10) * 1000;
  let verdict: Verdict = { healthy: undefined, passes: 0, failures: 0 };
  let countedAt = 0;
  await rest((probe.initialDelaySeconds ?? 0) * 1000, signal);
  while (!signal.aborted) {
    const { ok, message } = await check(probe, target);
    if (signal.aborted) return;
    const counts = ok || verdict.healthy !== undefined || performance.now() - countedAt >= periodMs;
    if (counts) {
      if (!ok) {
        countedAt = performance.now();
        failed(message);
      }
      const before = verdict.healthy;
      verdict = judge(verdict, ok, probe);
      if (verdict.healthy !== undefined && verdict.healthy !== before) on(verdict.healthy, message);
    }
    await rest(verdict.healthy === undefined ? Math.min(periodMs, eagerMs) : periodMs, signal);
  }
}

interface Verdict {
  readonly healthy: boolean | undefined;
  readonly passes: number;
  readonly failures: number;
}

/** The verdict after another attempt: thresholds count consecutive ones. */
function judge(
  { healthy, passes, failures }: Verdict,
  ok: boolean,
  { successThreshold = 1, failureThreshold = 3 }: V1Probe,
): Verdict {
  if (ok)
    return {
      healthy: passes + 1 >= successThreshold ? true : healthy,
      passes: passes + 1,
      failures: 0,
    };
  return {
    healthy: failures + 1 >= failureThreshold ? false : healthy,
    passes: 0,
    failures: failures + 1,
  };
}

/** Waits, but no longer than until `signal` fires. */
export async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

async function check(probe: V1Probe, target: ProbeTarget): Promise<ProbeResult> {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.httpGet) return checkHttp(probe.httpGet, target, timeoutMs);
  if (probe.tcpSocket)
    return checkTcp(portOf(probe.tcpSocket.port, target.container), target.ip, timeoutMs);
  if (probe.exec) return checkCommand(probe.exec.command ?? [], target, timeoutMs);
  return { ok: false, message: 'The process kubelet knows httpGet, tcpSocket and exec.' };
}

function checkHttp(
  get: NonNullable<V1Probe['httpGet']>,
  { container, ip }: ProbeTarget,
  timeoutMs: number,
): Promise<ProbeResult> {
  const secure = get.scheme === 'HTTPS';
  const url = `${secure ? 'https' : 'http'}://${ip}:${portOf(get.port, container)}${get.path ?? '/'}`;
  const headers = Object.fromEntries(
    (get.httpHeaders ?? []).map(({ name, value }) => [name, value]),
  );
  return new Promise((resolve) => {
    const options = {
      headers: { 'user-agent': 'kube-probe/1.34', ...headers },
      timeout: timeoutMs,
      agent: false,
      rejectUnauthorized: false,
    };
    const outgoing = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      const ok = status >= 200 && status < 400;
      resolve({ ok, message: `HTTP probe ${ok ? 'passed' : 'failed'} with statuscode: ${status}` });
    });
    outgoing.once('timeout', () =>
      outgoing.destroy(
        new Error('context deadline exceeded (Client.Timeout exceeded while awaiting headers)'),
      ),
    );
    outgoing.once('error', ({ message }) =>
      resolve({ ok: false, message: `Get "${url}": ${message}` }),
    );
    outgoing.end();
  });
}

function checkTcp(port: number, ip: string, timeoutMs: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host: ip, port, timeout: timeoutMs });
    const answer = (ok: boolean, message: string) => {
      socket.destroy();
      resolve({ ok, message });
    };
    socket.once('connect', () => answer(true, ''));
    socket.once('timeout', () => answer(false, `dial tcp ${ip}:${port}: i/o timeout`));
    socket.once('error', ({ message }) => answer(false, `dial tcp ${ip}:${port}: ${message}`));
  });
}

function checkCommand(
  [program = '', ...args]: string[],
  { cwd, env }: ProbeTarget,
  timeoutMs: number,
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', ({ message }) => resolve({ ok: false, message }));
    child.once('close', (code) =>
      resolve({ ok: code === 0, message: Buffer.concat(output).toString() }),
    );
  });
}

function portOf(port: string | number | object, container: V1Container): number {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port);
  return named?.containerPort ?? Number(port);
}
