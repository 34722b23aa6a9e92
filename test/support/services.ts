import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';
import { startControlPlane } from './control-plane-server.ts';
import { type Neo4jAccess, startNeo4j } from './neo4j-server.ts';
import { listenForDemand } from './on-demand.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { memoryFolder } from './temporary-folder.ts';

/** What every test file receives from the run; read by `inject('services')`. */
export interface Services {
  readonly postgres: Pick<PostgresServer, 'host' | 'port' | 'user' | 'password' | 'url'>;
  /** Socket on which servers are started that not every file needs. */
  readonly socket: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    services: Services;
  }
}

/**
 * vitest's global set-up of the project `parts`: starts what every file needs and, on demand, the
 * rest; returns how all of it ends.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = memoryFolder('run');
  await keepFilesIn(folder);
  // Tests start programs hundreds of times: compiled once, one starts with half the work.
  process.env['NODE_COMPILE_CACHE'] = join(folder, 'compile-cache');
  const running = new AsyncDisposableStack();
  const postgres = running.use(await startPostgres(join(folder, 'postgres')));
  const socket = join(folder, 'socket');
  const demand = await listenForDemand(socket, {
    'control-plane': async () => {
      const { customResourceDefinition } = await import('#cdk8s/api/index.ts');
      const options = {
        folder: join(folder, 'control-plane'),
        customResourceDefinitions: [customResourceDefinition()],
      };
      const { server, ca, token, kubeconfig } = running.use(await startControlPlane(options));
      return { server, ca, token, kubeconfig, folder: options.folder };
    },
    // What many files deploy first.
    image: async () => {
      const { bundleRelease } = await import('./release.ts');
      const outdir = join(folder, 'image');
      await bundleRelease(outdir);
      return outdir;
    },
    // Bundled, a command of the app starts in a fifth of the time it takes from source.
    app: async () => {
      const { bundle } = await import('../../scripts/bundle.ts');
      const outdir = join(folder, 'app');
      await bundle({ outdir, version: 'test', entries: ['app'] });
      return join(outdir, 'app.js');
    },
    neo4j: async () => {
      const given = givenNeo4j();
      if (given) return given;
      const { uri, user, password } = running.use(
        await startNeo4j({ folder: join(folder, 'neo4j') }),
      );
      return { uri, user, password };
    },
  });
  running.defer(() => {
    demand.close();
  });
  const { host, port, user, password, url } = postgres;
  project.provide('services', { postgres: { host, port, user, password, url }, socket });
  return () => running.disposeAsync();
}

/** Makes it the folder for temporary files of this process and of all that it starts. */
async function keepFilesIn(folder: string): Promise<void> {
  // Unpacked where it stays for the next run, and before several files ask for it at once.
  if (process.platform === 'linux') process.env['CHROMIUM'] ??= await chromium.executablePath();
  process.env['TMPDIR'] = folder;
}

function givenNeo4j(): Neo4jAccess | undefined {
  const { NEO4J_URI: uri, NEO4J_USER: user = 'neo4j', NEO4J_PASSWORD: password = '' } = process.env;
  return uri ? { uri, user, password } : undefined;
}
