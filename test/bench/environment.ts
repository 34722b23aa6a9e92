import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { customResourceDefinition } from '#cdk8s/api/index.ts';
import { type ControlPlaneServer, startControlPlane } from '#test/support/control-plane-server.ts';
import { environmentBed } from '#test/support/environment-bed.ts';
import { createImages } from '#test/support/images.ts';
import { startPostgres } from '#test/support/postgres-server.ts';
import { residentMb } from './process-figures.ts';

export interface EnvironmentFigures {
  /** From the start of the operator's process until `/readyz` succeeds. */
  readonly startMs: number;
  /** From creating the resource, without a database, until it is Ready. */
  readonly readyMs: number;
  /** Resident memory of the operator after ten idle seconds, in MB. */
  readonly idleMb: number;
  /** Requests of passes that found nothing changed. */
  readonly unchangedCalls: number;
  readonly unchangedPasses: number;
}

/**
 * Takes one environment from nothing to Ready with the operator's bundle as a separate process,
 * then leaves it idle.
 */
export async function benchEnvironment(): Promise<EnvironmentFigures> {
  await using plane = await startControlPlane({
    customResourceDefinitions: [customResourceDefinition()],
  });
  await using postgres = await startPostgres();
  await using images = await createImages();
  await using bed = await environmentBed('bench', postgres, plane, images);
  const began = performance.now();
  const operator = await bed.startOperator({
    RESYNC_SECONDS: '2',
    LOG_LEVEL: 'info',
    ...(await asDeployed(plane)),
  });
  await until(async () => (await fetch(`${operator.url}/readyz`)).ok);
  const startMs = performance.now() - began;
  const created = performance.now();
  await bed.apply();
  await bed.untilReady(120_000);
  const readyMs = performance.now() - created;
  await pause(10_000);
  const before = await countersOf(operator.url);
  await pause(10_000);
  const after = await countersOf(operator.url);
  return {
    startMs,
    readyMs,
    idleMb: await residentMb(operator.pid),
    unchangedCalls: after.writes - before.writes,
    unchangedPasses: after.passes - before.passes,
  };
}

/**
 * The variables of a pod: its service account instead of a kubeconfig, and the heap option of the
 * Deployment.
 */
export async function asDeployed({
  server,
  ca,
  token,
}: ControlPlaneServer): Promise<Record<string, string | undefined>> {
  const folder = await mkdtemp(join(tmpdir(), 'ahlt-service-account-'));
  await writeFile(join(folder, 'ca.crt'), ca);
  await writeFile(join(folder, 'token'), token);
  const { hostname, port } = new URL(server);
  return {
    KUBECONFIG: undefined,
    KUBERNETES_SERVICE_HOST: hostname,
    KUBERNETES_SERVICE_PORT: port,
    SERVICE_ACCOUNT_FOLDER: folder,
    NODE_OPTIONS: '--max-semi-space-size=1',
  };
}

/** The operator's counters: passes, and requests except watches and leader election. */
async function countersOf(url: string): Promise<{ passes: number; writes: number }> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const sum = (name: string, wanted: (labels: string) => boolean) =>
    [...metrics.matchAll(new RegExp(`^${name}\\{([^}]*)\\} (\\d+)`, 'gm'))]
      .filter(([, labels = '']) => wanted(labels))
      .reduce((total, [, , value]) => total + Number(value), 0);
  return {
    passes: sum('controller_runtime_reconcile_total', () => true),
    writes: sum('rest_client_requests_total', (labels) => !/verb="watch"|leases/.test(labels)),
  };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await pause(10);
}
