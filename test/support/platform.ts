import { execFile } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Document, parseDocument } from 'yaml';
import { awaitTypes } from '../../scripts/deploy/kubectl.ts';
import { type ControlPlaneServer, startControlPlane } from './control-plane-server.ts';
import { createImages, firstRelease, type Images } from './images.ts';
import { type Kubelet, startKubelet } from './kubelet.ts';
import type { Neo4jAccess } from './neo4j-server.ts';
import type { PostgresServer } from './postgres-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the platform's images are said to come from. */
export const registry = 'registry.gitlab.local:5050/ahlt/im-ctrl';

export interface PlatformOptions {
  readonly postgres: Pick<PostgresServer, 'host' | 'port' | 'user' | 'password'>;
  readonly neo4j: Neo4jAccess;
  /** Which of `environments/` are applied. @default all of them */
  readonly environments?: readonly string[];
}

/**
 * A cluster with the whole platform, used like a platform engineer does: edit a file, synthesize,
 * apply.
 */
export interface Platform {
  readonly controlPlane: ControlPlaneServer;
  readonly kubelet: Kubelet;
  readonly images: Images;
  kubectl: ControlPlaneServer['kubectl'];
  readPath: ControlPlaneServer['readPath'];
  /**
   * Changes a file below `environments/`; nothing is applied. `changes` are paths such as
   * `spec.image` with their new value.
   */
  edit(file: string, changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** `npm run synth`, then applies everything it wrote in order. */
  apply(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts an empty cluster whose environments use the given servers, and whose image is this source
 * as version 1.0.0. Nothing is applied yet. The stateful servers of the shared namespace are
 * applied like everything else, but their images do not exist here: the environments get the real
 * servers instead, through the same fields and Secrets as any external server.
 */
export async function startPlatform({
  postgres,
  neo4j,
  environments,
}: PlatformOptions): Promise<Platform> {
  const stack = new AsyncDisposableStack();
  const folder = temporaryFolder('platform');
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const images = stack.use(await createImages(firstRelease));
  const [controlPlane, release] = await Promise.all([
    startControlPlane(),
    firstRelease(),
    copyEnvironments(folder, environments),
  ]);
  stack.use(controlPlane);
  images.add(`${registry}:1.0.0`, release);
  const kubelet = stack.use(await startKubelet({ controlPlane, images }));
  const edit = (file: string, changes: Readonly<Record<string, unknown>>) =>
    change(join(folder, 'environments', file), (document) => {
      for (const [path, value] of Object.entries(changes)) document.setIn(path.split('.'), value);
    });
  await edit('cluster.yaml', {
    'postgres.server.host': postgres.host,
    'postgres.server.port': postgres.port,
    'neo4j.uri': neo4j.uri,
    'network.apiServerPort': Number(new URL(controlPlane.server).port),
  });
  const { kubectl } = controlPlane;
  const applyFolder = (path: string) =>
    kubectl(['apply', '--server-side', '-R', '-f', join(folder, 'dist/apply', path)]);
  return {
    controlPlane,
    kubelet,
    images,
    kubectl,
    readPath: controlPlane.readPath,
    edit,
    async apply() {
      await run(process.execPath, [join(root, 'cdk8s/main.ts')], { cwd: folder });
      await applyFolder('1-cluster');
      await awaitTypes(['ahltenvironments.platform.ahlt.dev'], kubectl);
      await applyFolder('2-shared-infra');
      await givePasswords(kubectl, postgres, neo4j);
      await applyFolder('.');
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function copyEnvironments(
  folder: string,
  wanted: readonly string[] | undefined,
): Promise<void> {
  const target = join(folder, 'environments');
  await cp(join(root, 'environments'), target, { recursive: true });
  if (!wanted) return;
  const others = ['dev', 'staging', 'prod'].filter((name) => !wanted.includes(name));
  await Promise.all(others.map((name) => rm(join(target, name), { recursive: true })));
}

async function change(path: string, edit: (document: Document) => void): Promise<void> {
  const document = parseDocument(await readFile(path, 'utf8'));
  edit(document);
  await writeFile(path, document.toString());
}

/**
 * The passwords of the real servers, created before the operator starts, which only creates missing
 * ones.
 */
async function givePasswords(
  kubectl: Platform['kubectl'],
  postgres: PlatformOptions['postgres'],
  neo4j: Neo4jAccess,
): Promise<void> {
  const secret = (name: string, stringData: Record<string, string>) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'shared-infra' },
    stringData,
  });
  const items = [
    secret('postgres-admin', { username: postgres.user, password: postgres.password }),
    secret('neo4j-auth', {
      username: neo4j.user,
      password: neo4j.password,
      NEO4J_AUTH: `${neo4j.user}/${neo4j.password}`,
    }),
  ];
  await kubectl(
    ['apply', '--server-side', '--force-conflicts', '-f', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
  );
}
