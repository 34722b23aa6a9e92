import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { refusedBy } from '../confirm.ts';
import { failure, isOptionError } from '../failure.ts';
import { CommandFailed } from '../image/docker.ts';
import { checkMachine } from '../image/needs.ts';
import { type KindCluster, openCluster } from './cluster.ts';
import { KindFault } from './fault.ts';
import { step } from './step.ts';
import { up } from './up.ts';

const usage = `Usage: npm run kind -- up|down|status [--name ahlt] [--image ahlt/im-ctrl:1.0.0] [--http-port 80] [--https-port 443]

  up        start the whole platform on a kind cluster: image, ingress, certificates, operator, all environments Ready and serving
  down      delete the cluster and everything in it; without --name it asks for the name (CONFIRM=<name> skips the question)
  status    list pods

--image uses a local image instead of building one.
KIND_NODE_IMAGE, BASE_IMAGE, POSTGRES_IMAGE, NEO4J_IMAGE, INGRESS_IMAGE replace images.
Without port options, 8080 and 8443 are used if 80 and 443 are taken.
`;

/** `npm run kind`. Returns the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      image: { type: 'string' },
      'http-port': { type: 'string' },
      'https-port': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const [action, ...rest] = positionals;
  if (
    values.help ||
    rest.length > 0 ||
    !(action === 'up' || action === 'down' || action === 'status')
  ) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  await checkMachine(
    action === 'up' ? ['engine', 'buildx', 'kind', 'kubectl'] : ['engine', 'kind', 'kubectl'],
  );
  const cluster = await openCluster(values.name ?? 'ahlt');
  // A name on the command line counts as confirmation.
  if (action === 'down') await down(cluster, values.name !== undefined);
  if (action === 'status') await status(cluster);
  if (action === 'up') {
    const there = (await cluster.exists()) ? await cluster.ports() : undefined;
    const ports = there ?? {
      http: await port(values['http-port'], 80, 8080),
      https: await port(values['https-port'], 443, 8443),
    };
    await up(cluster, { variables: process.env, ports, image: values.image });
  }
  return 0;
}

async function down(cluster: KindCluster, isNamed: boolean): Promise<void> {
  if (!isNamed && (await cluster.exists())) {
    const refusal = await refusedBy(
      cluster.name,
      `This deletes the cluster ${cluster.name}: its environments, their data and their backups.`,
    );
    if (refusal !== undefined) throw new KindFault(refusal);
  }
  await step('down', { seconds: 120 }, async () => {
    const there = await cluster.exists();
    await cluster.kind(['delete', 'cluster']);
    await rm(cluster.kubeconfig, { force: true });
    return there
      ? `${cluster.name} and everything in it was deleted`
      : `cluster ${cluster.name} did not exist`;
  });
}

async function status(cluster: KindCluster): Promise<void> {
  if (!(await cluster.exists()))
    throw new KindFault(`there is no cluster ${cluster.name}`, ['make kind starts it.']);
  await cluster.kind(['export', 'kubeconfig', '--kubeconfig', cluster.kubeconfig]);
  console.log(await cluster.kubectl(['get', 'ahltenvironments', '-A']));
  console.log(
    `\n${await cluster.kubectl(['get', 'pods', '-A', '--field-selector=metadata.namespace!=kube-system'])}`,
  );
}

async function port(given: string | undefined, usual: number, otherwise: number): Promise<number> {
  if (given !== undefined) {
    if (!/^[1-9]\d{0,4}$/.test(given)) throw new KindFault(`${given} is not a port`);
    return Number(given);
  }
  return (await isFree(usual)) ? usual : otherwise;
}

const isFree = (number: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    // Below 1024 it may be free although this process may not use it; the engine may.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EACCES'));
    server.listen(number, '127.0.0.1', () => server.close(() => resolve(true)));
  });

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof KindFault || error instanceof CommandFailed || isOptionError(error)))
    throw error;
  process.stderr.write(failure(error.message, error instanceof KindFault ? error.advice : []));
  process.exitCode = isOptionError(error) ? 2 : 1;
}
// A step that timed out may still have a program running.
process.exit();
