import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { KubernetesClient } from '#operator/clients/kubernetes.ts';
import { resources } from '#operator/clients/kubernetes-resources.ts';
import type { Lease } from '#operator/runtime/leader-election.ts';
import { type ControlPlane, controlPlane, createNamespace } from '#test/support/control-plane.ts';
import { clientOf } from '#test/support/fault-bed.ts';

const program = fileURLToPath(new URL('../support/runtime-program.ts', import.meta.url));
const leaseMs = 3000;

let plane: ControlPlane;
let client: KubernetesClient;
let namespace: string;
let running: Program[] = [];
beforeAll(async () => {
  plane = await controlPlane();
  client = clientOf(plane, plane.server);
});
afterAll(() => client?.close());
beforeEach(async () => {
  namespace = await createNamespace('runtime-manager');
});
afterEach(async () => {
  await Promise.all(running.map((program) => program.end('SIGKILL')));
  running = [];
});

test('a killed leader is followed when its lease has ended, not earlier', async () => {
  const [first, second] = await startPair();
  await first.end('SIGKILL');
  const renewed = Date.parse((await lease())?.renewTime ?? '');
  await second.says('became leader');
  const taken = await lease();
  expect(taken?.holderIdentity).toBe('second');
  expect(Date.parse(taken?.acquireTime ?? '') - renewed).toBeGreaterThanOrEqual(leaseMs);
});

test('a leader that is asked to stop is followed at once, and leaves with code 0', async () => {
  // Attempts are ten minutes apart here, so only the watch on the lease can be this fast.
  const [first, second] = await startPair({ LEASE_MS: '3600000' });
  const code = first.end('SIGTERM');
  await second.says('became leader');
  expect(await code).toBe(0);
});

test('a pass in flight is finished before the lease is given up', async () => {
  const leader = await start('first', { PASS_MS: '700' });
  await leader.says('became leader');
  await sign('slow');
  await leader.says('reconciling');
  expect(await leader.end('SIGTERM')).toBe(0);
  expect(await signedBy('slow')).toBe('first');
  expect((await lease())?.holderIdentity).toBe('');
});

test('only the leader works, the other one is ready', async () => {
  const [first, second] = await startPair();
  await sign('a');
  await until(async () => (await signedBy('a')) === 'first');
  expect(await (await fetch(`${await second.url()}/readyz`)).text()).toMatch(
    /^\[\+\]cache-configmaps .* ok\nok\n$/,
  );
  const metrics = await (await fetch(`${await first.url()}/metrics`)).text();
  expect(metrics).toContain('leader_election_master_status{name="runtime-program"} 1');
  expect(metrics).toContain('workqueue_in_flight{name="sign"} 0');
  expect(metrics).toMatch(
    /rest_client_requests_total\{verb="patch",resource="configmaps",code="200"\} 1/,
  );
  expect(await (await fetch(`${await second.url()}/metrics`)).text()).not.toContain('verb="patch"');
});

test('a leader whose lease another process took exits with code 1', async () => {
  const leader = await start('first');
  await leader.says('became leader');
  await client.patch(
    resources.lease,
    { namespace, name: 'runtime-program' },
    { spec: { holderIdentity: 'usurper' } },
  );
  expect(await leader.exited).toBe(1);
});

test('a former leader that was stopped in the middle of a pass writes nothing when it goes on', async () => {
  const [first, second] = await startPair({ PASS_MS: '1000' });
  await sign('slow');
  await first.says('reconciling');
  first.signal('SIGSTOP');
  await second.says('became leader');
  await until(async () => (await signedBy('slow')) === 'second');
  first.signal('SIGCONT');
  expect(await first.exited).toBe(1);
  expect(await signedBy('slow')).toBe('second');
  expect(
    await plane.kubectl([
      'get',
      'events',
      '-n',
      namespace,
      '-o',
      'jsonpath={.items[*].note}{.items[*].message}',
    ]),
  ).not.toContain('by first');
});

test('a process that is started again under the same name is the only one that leads', async () => {
  const first = await start('operator-0');
  await first.says('became leader');
  const again = await start('operator-0');
  await again.says('became leader');
  expect(await first.exited).toBe(1);
});

test('actions are reported as Events', async () => {
  const leader = await start('first');
  await leader.says('became leader');
  await sign('a');
  await until(async () =>
    (await plane.kubectl(['describe', 'configmap', 'a', '-n', namespace])).includes('Signed'),
  );
  expect(await plane.kubectl(['describe', 'configmap', 'a', '-n', namespace])).toMatch(
    /Normal +Signed +\S+ +test\/runtime-program +by first/,
  );
});

interface Program {
  /** Resolves with the first log line that has this message. */
  says(message: string): Promise<Record<string, unknown>>;
  url(): Promise<string>;
  readonly exited: Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** The first leads, the second waits. */
async function startPair(more: Record<string, string> = {}): Promise<[Program, Program]> {
  const first = await start('first', more);
  await first.says('became leader');
  const second = await start('second', more);
  await second.says('health and metrics are served');
  await pause(leaseMs / 6); // It has read the lease.
  return [first, second];
}

async function start(identity: string, more: Record<string, string> = {}): Promise<Program> {
  const env = {
    PATH: process.env.PATH,
    KUBECONFIG: plane.kubeconfig,
    NAMESPACE: namespace,
    IDENTITY: identity,
    LEASE_MS: String(leaseMs),
  };
  const child: ChildProcess = spawn(process.execPath, [program], {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: Record<string, unknown>[] = [];
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const says = async (message: string) => {
    for (;;) {
      const found = lines.find(({ msg }) => msg === message);
      if (found) return found;
      if (child.exitCode !== null) throw new Error(`${identity} ended: ${JSON.stringify(lines)}`);
      await pause(5);
    }
  };
  const started: Program = {
    says,
    exited,
    url: async () => `http://127.0.0.1:${(await says('health and metrics are served'))['port']}`,
    signal: (signal) => void child.kill(signal),
    async end(signal) {
      child.kill(signal);
      return await exited;
    },
  };
  running.push(started);
  return started;
}

const lease = async () =>
  (await client.get<Lease>(resources.lease, { namespace, name: 'runtime-program' }))?.spec;

const sign = (name: string) =>
  client.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels: { sign: 'yes' } },
  });

async function signedBy(name: string): Promise<string | undefined> {
  const found = await client.get(resources.configMap, { name, namespace });
  return (found?.['data'] as Record<string, string> | undefined)?.['by'];
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20);
}
