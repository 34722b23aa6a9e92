import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AhltEnvironmentStatus, Condition } from '#cdk8s/api/index.ts';
import { type ControlPlane, controlPlane, createNamespace } from './control-plane.ts';
import { environmentPath } from './environment-status.ts';
import { eventually } from './eventually.ts';
import { createImages, firstRelease, type Images } from './images.ts';
import { compileCache } from './kubelet/preparation.ts';
import { type Kubelet, startKubelet } from './kubelet.ts';
import { adminCredential } from './postgres.ts';

/** The resource as a test reads it. */
export interface EnvironmentView {
  readonly metadata: {
    readonly generation: number;
    readonly resourceVersion: string;
    readonly finalizers?: string[];
    readonly deletionTimestamp?: string;
  };
  readonly status?: AhltEnvironmentStatus;
}

/** The real operator as a separate process. */
export interface OperatorProcess {
  /** Where `/healthz`, `/readyz` and `/metrics` are. */
  readonly url: string;
  readonly pid: number;
  /** Ends it immediately, like a crash. */
  kill(): Promise<void>;
  /** Ends it with SIGTERM; returns its exit code. */
  stop(): Promise<number | null>;
  /** Its complete log. */
  log(): Promise<string>;
}

/**
 * A namespace with a kubelet, images of this source, and an administrator's Secret for the run's
 * PostgreSQL.
 */
export interface EnvironmentBed {
  readonly plane: ControlPlane;
  readonly namespace: string;
  readonly images: Images;
  readonly kubelet: Kubelet;
  /** Image of this source. */
  readonly image: string;
  /** An unused database name. */
  readonly database: string;
  /**
   * `servers`: the platform's definition of the servers called main, instead of the bed's
   * PostgreSQL and no Neo4j.
   */
  startOperator(
    variables?: Readonly<Record<string, string | undefined>>,
    servers?: MainServers,
  ): Promise<OperatorProcess>;
  /** Creates or changes the environment `dev`; `spec` is merged over a working one. */
  apply(spec?: object, annotations?: Readonly<Record<string, string>>): Promise<void>;
  annotate(annotations: Readonly<Record<string, string>>): Promise<void>;
  environment(): Promise<EnvironmentView>;
  /**
   * Waits until `holds` is true for the environment; a failure shows its status and the operator's
   * log.
   */
  until(
    what: string,
    holds: (environment: EnvironmentView) => boolean,
    withinMs?: number,
  ): Promise<EnvironmentView>;
  untilReady(withinMs?: number): Promise<EnvironmentView>;
  get<T = { metadata: { name: string } }>(...args: string[]): Promise<T>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Address and administrator of a PostgreSQL. */
export type ServerCredential = ReturnType<typeof adminCredential>;

export interface MainServers {
  /** Fields that differ from those of the bed's server. */
  readonly postgres?: object;
  readonly neo4j?: object;
  /** The database granted to the environment, instead of the bed's. */
  readonly database?: object;
  /** Further PostgreSQL servers, by name. */
  readonly others?: Readonly<Record<string, object>>;
  /** Further environments, by namespace. */
  readonly environments?: Readonly<Record<string, object>>;
}

/** The platform's grant for an environment `dev` in a namespace. */
export const platformGrant = (host: string, database: object): object => ({
  name: 'dev',
  stage: 'dev',
  host,
  ingressClassName: 'nginx',
  database,
  graphServer: 'main',
});

const [image, operatorImage] = [
  'registry.test/ahlt/im-ctrl:1.0.0',
  'registry.test/ahlt/operator:1.0.0',
];

/** A registry with the images that each bed needs. */
export async function imagesOfRun(): Promise<Images> {
  const [images, folder] = await Promise.all([createImages(firstRelease), firstRelease()]);
  for (const name of [image, operatorImage]) images.add(name, folder);
  return images;
}

/**
 * Creates everything an environment needs except the operator. `postgres` and `plane`: separate
 * servers, to break them or outside of a test run; by default the run's. `shared`: images of
 * several beds, or outside of a test run, disposed of by their creator.
 */
export async function environmentBed(
  prefix: string,
  postgres: ServerCredential = adminCredential(),
  controlPlaneOfItsOwn?: ControlPlane,
  shared?: Images,
): Promise<EnvironmentBed> {
  const plane = controlPlaneOfItsOwn ?? (await controlPlane());
  const [namespace, images] = await Promise.all([
    createNamespace(prefix, { plane }),
    shared ?? imagesOfRun(),
  ]);
  if (!images.find(image)) await images.build({ name: image });
  if (!images.find(operatorImage)) await images.build({ name: operatorImage });
  const kubelet = await startKubelet({
    controlPlane: plane,
    images,
    namespaces: [namespace],
    node: `node-${namespace}`,
    restartMs: 300,
  });
  const { host, port, user, password } = postgres;
  await plane.kubectl([
    'create',
    'secret',
    'generic',
    'admin',
    '-n',
    namespace,
    `--from-literal=username=${user}`,
    `--from-literal=password=${password}`,
  ]);

  const database = `env_${randomBytes(5).toString('hex')}`;
  const folder = await mkdtemp(join(tmpdir(), 'ahlt-operator-'));
  const operators: OperatorProcess[] = [];
  const working = {
    image,
    stage: 'dev',
    host: 'dev.local',
    database: { name: database, server: 'main' },
    session: { cookieSecure: false },
    migrations: { backup: 'never' },
  };

  const bed: EnvironmentBed = {
    plane,
    namespace,
    images,
    kubelet,
    image,
    database,
    async startOperator(
      variables = {},
      { postgres: server, neo4j, database: given, others, environments } = {},
    ) {
      const main = {
        host,
        port,
        adminSecretRef: { name: 'admin', namespace },
        sslMode: 'disable',
        ...server,
      };
      const platform = {
        servers: { postgres: { main, ...others }, neo4j: { ...(neo4j && { main: neo4j }) } },
        environments: {
          [namespace]: platformGrant('dev.local', given ?? working.database),
          ...environments,
        },
      };
      const platformFile = join(folder, `platform-${operators.length}.json`);
      await writeFile(platformFile, JSON.stringify(platform));
      const operator = await startOperator(
        join(images.find(operatorImage) ?? '', 'operator.js'),
        join(folder, `${operators.length}.log`),
        {
          KUBECONFIG: plane.kubeconfig,
          PLATFORM_FILE: platformFile,
          POD_NAMESPACE: namespace,
          POD_NAME: 'operator-0',
          INFRA_NAMESPACE: namespace,
          RETRY_BASE_SECONDS: '0.5',
          LOG_LEVEL: 'debug',
          ...variables,
        },
      );
      operators.push(operator);
      return operator;
    },
    async apply(spec = {}, annotations = {}) {
      const metadata = { name: 'dev', namespace, annotations };
      const manifest = {
        apiVersion: 'platform.ahlt.dev/v1alpha1',
        kind: 'AhltEnvironment',
        metadata,
        spec: { ...working, ...spec },
      };
      await plane.kubectl(
        ['apply', '--server-side', '--force-conflicts', '-f', '-'],
        JSON.stringify(manifest),
      );
    },
    async annotate(annotations) {
      const pairs = Object.entries(annotations).map(([key, value]) => `${key}=${value}`);
      await plane.kubectl(['annotate', '--overwrite', 'ahlt', 'dev', '-n', namespace, ...pairs]);
    },
    environment: () => plane.readPath(environmentPath(namespace, 'dev')),
    async until(what, holds, withinMs = 90_000) {
      try {
        return await eventually(async () => {
          const environment = await bed.environment();
          if (!holds(environment)) throw new Error('not yet');
          return environment;
        }, withinMs);
      } catch {
        const status = await bed.environment().then(({ status: now }) => now, String);
        throw new Error(
          `The environment did not become ${what}.\n${JSON.stringify(status, null, 1)}\n${tail(await operators.at(-1)?.log())}\n${tail(kubelet.logs(namespace))}`,
        );
      }
    },
    untilReady: (withinMs) =>
      bed.until(
        'Ready',
        (environment) =>
          isSettled(environment) && conditionOf(environment, 'Ready')?.status === 'True',
        withinMs,
      ),
    async get(...args) {
      return JSON.parse(await plane.kubectl(['get', ...args, '-n', namespace, '-o', 'json']));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(operators.map((operator) => operator.kill()));
      await kubelet[Symbol.asyncDispose]();
      if (!shared) await images[Symbol.asyncDispose]();
    },
  };
  return bed;
}

const tail = (text = '') => text.split('\n').slice(-60).join('\n');

/** Whether the status is about the current spec. */
export const isSettled = ({ metadata, status }: EnvironmentView): boolean =>
  status?.observedGeneration === metadata.generation;

export const conditionOf = ({ status }: EnvironmentView, type: string): Condition | undefined =>
  status?.conditions?.find((one) => one.type === type);

async function startOperator(
  program: string,
  logFile: string,
  variables: Record<string, string | undefined>,
): Promise<OperatorProcess> {
  const child = spawn(process.execPath, [program], {
    env: {
      ...{ PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0' },
      ...compileCache(),
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const port = await listening(child, () => readFile(logFile, 'utf8'));
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    log: () => readFile(logFile, 'utf8'),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      return await ended;
    },
  };
}

async function listening(child: ChildProcess, log: () => Promise<string>): Promise<number> {
  return await eventually(
    async () => {
      const said = await log().catch(() => '');
      const port = /"port":(\d+)/.exec(said)?.[1];
      if (port) return Number(port);
      if (child.exitCode !== null)
        throw new Error(`The operator ended with ${child.exitCode}:\n${said}`);
      throw new Error(`The operator does not listen yet:\n${said}`);
    },
    60_000,
    20,
  );
}
