import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { becomes, readEnvironment } from '#test/support/environment-status.ts';
import { createImages, type ImageOptions } from '#test/support/images.ts';
import { smoke } from '../../scripts/deploy/smoke.ts';
import { docker, run } from '../../scripts/image/docker.ts';
import { openCluster } from '../../scripts/kind/cluster.ts';
import { freePort } from './free-port.ts';

/** Hosts of `environments/`. */
export const hosts = { dev: 'dev.local', staging: 'staging.local', prod: 'app.local' } as const;

export type EnvironmentName = keyof typeof hosts;

/** The test's own kind cluster, on its own ports, with the actions of the scenarios. */
export async function openPlatform(name: string) {
  const opened = await openCluster(name);
  const { kubectl } = opened;
  const cluster = {
    ...opened,
    readPath: async (path: string) => JSON.parse(await kubectl(['get', '--raw', path])),
  };
  /**
   * Queries one value in the server's pod: as the administrator over its socket, as another user
   * with a password.
   */
  const inPostgres = (database: string, statement: string, user = 'ahlt', password?: string) => {
    const url =
      password === undefined
        ? `postgresql://${user}@/${database}?host=/var/run/postgresql`
        : `postgresql://${user}:${password}@127.0.0.1/${database}`;
    const psql = ['psql', '--no-psqlrc', '-qtA', '-v', 'ON_ERROR_STOP=1', '-c', statement, url];
    return kubectl(['-n', 'shared-infra', 'exec', 'postgres-0', '--', ...psql]);
  };
  const secretValue = async (environment: EnvironmentName, key: string) =>
    Buffer.from(
      await kubectl([
        '-n',
        `ahlt-${environment}`,
        'get',
        `secret/ahlt-${environment}-secret`,
        '-o',
        `jsonpath={.data.${key}}`,
      ]),
      'base64',
    ).toString();

  return {
    ...cluster,
    inPostgres,
    secretValue,
    /** The user's command. */
    async up(image?: string): Promise<string> {
      const ports = ['--http-port', await freePort(), '--https-port', await freePort()];
      return await run('npm', [
        'run',
        '--silent',
        'kind',
        '--',
        'up',
        '--name',
        name,
        ...ports,
        ...(image === undefined ? [] : ['--image', image]),
      ]);
    },
    down: () => run('npm', ['run', '--silent', 'kind', '--', 'down', '--name', name]),
    ready: (environment: EnvironmentName, withinMs = 120_000) =>
      becomes(cluster, environment, { type: 'Ready', status: 'True' }, withinMs),
    read: (environment: EnvironmentName) => readEnvironment(cluster, environment),
    patch: (environment: EnvironmentName, spec: object) =>
      kubectl([
        '-n',
        `ahlt-${environment}`,
        'patch',
        'ahlt',
        environment,
        '--type=merge',
        '-p',
        JSON.stringify({ spec }),
      ]),
    annotate: (environment: EnvironmentName, key: string, value: string) =>
      kubectl([
        '-n',
        `ahlt-${environment}`,
        'annotate',
        'ahlt',
        environment,
        '--overwrite',
        `platform.ahlt.dev/${key}=${value}`,
      ]),
    /** Over HTTPS through the ingress, with the certificate verified. */
    async answers(environment: EnvironmentName): Promise<void> {
      const ports = await cluster.ports();
      expect(
        await smoke({
          host: hosts[environment],
          address: `127.0.0.1:${ports?.https}`,
          ca: 'certs/ca.crt',
        }),
      ).toHaveLength(5);
    },
    /** Adds versions of the image, derived from the running one, to the node. */
    async addVersions(
      base: string,
      versions: readonly Omit<ImageOptions, 'name'>[],
    ): Promise<void> {
      await using images = await createImages();
      const names: string[] = [];
      for (const options of versions) {
        const image = `ahlt/im-ctrl:${options.version}`;
        await images.build({ name: image, ...options });
        const folder = images.find(image) ?? '';
        await writeFile(join(folder, 'Dockerfile'), `FROM ${base}\nCOPY . /srv/ahlt/\n`);
        await docker(['build', '--tag', image, folder]);
        names.push(image);
      }
      await cluster.kind(['load', 'docker-image', ...names]);
    },
    /** The checklist's result for everything except GitLab. */
    async checklist(): Promise<{
      passed: boolean;
      checks: { name: string; passed: boolean; message: string; next: string[] }[];
    }> {
      const ports = await cluster.ports();
      const args = [
        '--json',
        '--only',
        'namespaces,databases,graph,app,ingress,tls',
        '--address',
        `127.0.0.1:${ports?.https}`,
      ];
      const said = await run('npm', ['run', '--silent', 'verify-platform', '--', ...args], {
        env: { KUBECONFIG: cluster.kubeconfig },
        codes: [0, 1],
      });
      return JSON.parse(said);
    },
    /** Restarts the node's machine, as far as kind has one. */
    restartNode: () => docker(['restart', cluster.node]),
    /** Names of the running pods, with their restarts. */
    async pods(selector = ''): Promise<string[]> {
      const columns =
        'custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name,RESTARTS:.status.containerStatuses[*].restartCount';
      const rows = (
        await kubectl([
          'get',
          'pods',
          '-A',
          '-l',
          selector,
          '--field-selector=status.phase=Running',
          '--no-headers',
          '-o',
          columns,
        ])
      ).split('\n');
      return rows.map((row) => row.replace(/ +/g, ' ')).sort();
    },
    /** Whether a pod of an environment can open a TCP connection. */
    async reaches(environment: EnvironmentName, host: string, port: number): Promise<boolean> {
      const script = `const s = require('net').connect({ host: '${host}', port: ${port}, timeout: 3000 }, () => { console.log(true); process.exit() }); for (const e of ['error', 'timeout']) s.on(e, () => { console.log(false); process.exit() })`;
      return (
        (await kubectl([
          '-n',
          `ahlt-${environment}`,
          'exec',
          `deploy/ahlt-${environment}`,
          '--',
          'node',
          '-e',
          script,
        ])) === 'true'
      );
    },
  };
}

export type KindPlatform = Awaited<ReturnType<typeof openPlatform>>;
