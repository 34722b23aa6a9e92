import { setTimeout as pause } from 'node:timers/promises';
import { customResourceDefinition } from '#cdk8s/api/index.ts';
import { startControlPlane } from '#test/support/control-plane-server.ts';
import {
  type EnvironmentBed,
  environmentBed,
  platformGrant,
} from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';
import { createImages } from '#test/support/images.ts';
import { startPostgres } from '#test/support/postgres-server.ts';
import { asDeployed } from './environment.ts';
import { peakMb, residentMb } from './process-figures.ts';

export interface FleetFigures {
  readonly environments: number;
  /** Resident memory of the operator after half a minute without changes, in MB. */
  readonly residentMb: number;
  /** Its maximum, in MB. */
  readonly peakMb: number;
}

/**
 * Memory of one operator with a number of environments on a real API server and PostgreSQL. Each
 * has its database, its Secrets and its first Job, which waits forever because no node runs it; the
 * watches, which take most of the memory, all exist.
 */
export async function benchFleet(counts: readonly number[]): Promise<FleetFigures[]> {
  await using plane = await startControlPlane({
    customResourceDefinitions: [customResourceDefinition()],
  });
  await using postgres = await startPostgres();
  await using images = await createImages();
  await using bed = await environmentBed('fleet', postgres, plane, images);
  const variables = await asDeployed(plane);
  const figures: FleetFigures[] = [];
  const names: string[] = [];
  for (const environments of counts) {
    while (names.length < environments) names.push(await addEnvironment(bed, names.length));
    const operator = await bed.startOperator(
      { ...variables, RESYNC_SECONDS: '60', LOG_LEVEL: 'info' },
      {
        environments: Object.fromEntries(
          names.map((name) => [name, platformGrant(`${name}.local`, databaseOf(name))]),
        ),
      },
    );
    await eventually(
      async () => {
        const { items } = JSON.parse(
          await plane.kubectl(['get', 'jobs', '--all-namespaces', '-o', 'json']),
        ) as { items: unknown[] };
        if (items.length < environments)
          throw new Error(`${items.length} of ${environments} environments have a Job`);
      },
      600_000,
      2_000,
    );
    await pause(30_000);
    figures.push({
      environments,
      residentMb: await residentMb(operator.pid),
      peakMb: await peakMb(operator.pid),
    });
    await operator.stop();
  }
  return figures;
}

const databaseOf = (name: string) => ({ name: name.replace('-', '_'), server: 'main' });

async function addEnvironment({ plane, image }: EnvironmentBed, index: number): Promise<string> {
  const name = `fleet-${index}`;
  await plane.kubectl(['create', 'namespace', name]);
  const spec = {
    image,
    stage: 'dev',
    host: `${name}.local`,
    database: databaseOf(name),
    session: { cookieSecure: false },
    migrations: { backup: 'never' },
  };
  const manifest = {
    apiVersion: 'platform.ahlt.dev/v1alpha1',
    kind: 'AhltEnvironment',
    metadata: { name: 'dev', namespace: name },
    spec,
  };
  await plane.kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(manifest));
  return name;
}
