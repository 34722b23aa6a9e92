import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type ApiAccess,
  type ApiClient,
  apiClient,
  type KubernetesObject,
} from './kubernetes/api-client.ts';
import { findPrograms, lateCollection } from './kubernetes/programs.ts';
import { type ServerFiles, writeServerFiles } from './kubernetes/server-files.ts';
import { freePorts } from './ports.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A Kubernetes control plane and its administrator access. */
export interface ControlPlane extends ApiAccess {
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Folder of its logs and keys. */
  readonly folder: string;
  /**
   * Runs kubectl as administrator and returns its stdout; rejects with its stderr. `input` goes to
   * its stdin.
   */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /**
   * The object at a path of the API, as administrator. For repeated reads: each kubectl is a process
   * of its own.
   */
  readPath(path: string): Promise<KubernetesObject>;
}

/** A separate control plane, which may be broken. */
export interface ControlPlaneServer extends ControlPlane {
  /** Ends the API server at once; etcd keeps written objects. */
  killApiServer(): Promise<void>;
  /** Starts the API server again on the same port and etcd, and waits until it is ready. */
  startApiServer(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface ControlPlaneOptions {
  /**
   * Folder for everything it writes; created if missing. @default a temporary folder, removed on
   * dispose
   */
  readonly folder?: string;
  /**
   * Applied before the controllers start, because their garbage collector notices later ones only
   * after 10 to 30 s.
   */
  readonly customResourceDefinitions?: readonly KubernetesObject[];
  /**
   * Whether kube-controller-manager runs: Deployments create pods, Jobs finish, owned objects are
   * collected. @default true
   */
  readonly controllers?: boolean;
  /** Further flags of the API server. */
  readonly apiServerFlags?: readonly string[];
}

/**
 * Starts etcd, kube-apiserver and kube-controller-manager on free ports; ready in about 4 s. They
 * end with this process.
 */
export async function startControlPlane(
  options: ControlPlaneOptions = {},
): Promise<ControlPlaneServer> {
  const assets = await findPrograms();
  if (!assets)
    throw new Error(
      'No Kubernetes control plane on this machine: run `npx node test/support/build.ts` (needs Go).',
    );
  const folder = options.folder ?? temporaryFolder('control-plane');
  await mkdir(folder, { recursive: true });
  const [etcdPort = 0, peerPort = 0, apiPort = 0] = await freePorts(3);
  const server = `https://127.0.0.1:${apiPort}`;
  const files = await writeServerFiles(folder, server);
  const start = (name: string, args: string[]): ServerProcess =>
    startServerProcess({
      name,
      command: join(assets, name),
      args,
      cwd: folder,
      env: lateCollection,
      logFile: join(folder, `${name}.log`),
    });
  const client = apiClient({ server, ca: files.ca, token: files.token });

  const etcd = start('etcd', etcdFlags(folder, etcdPort, peerPort));
  const launch = async () => {
    const process = start('kube-apiserver', [
      ...apiServerFlags(files, etcdPort, apiPort),
      ...(options.apiServerFlags ?? []),
    ]);
    await process.until(ready(client), 120_000);
    return process;
  };
  let apiServer = await launch();
  await establish(client, options.customResourceDefinitions ?? []);
  const controllers =
    options.controllers === false
      ? undefined
      : start('kube-controller-manager', controllerFlags(files));

  return {
    server,
    ca: files.ca,
    token: files.token,
    kubeconfig: files.kubeconfig,
    folder,
    kubectl: kubectlWith(join(assets, 'kubectl'), files.kubeconfig, folder),
    readPath: client.get,
    killApiServer: () => apiServer.stop('SIGKILL'),
    async startApiServer() {
      apiServer = await launch();
    },
    async [Symbol.asyncDispose]() {
      client.close();
      // With open watches the API server takes a minute to stop by itself.
      await Promise.all([controllers, apiServer, etcd].map((process) => process?.stop('SIGKILL')));
      if (!options.folder) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** kubectl as the user of a kubeconfig. */
export function kubectlWith(
  program: string,
  kubeconfig: string,
  folder: string,
): ControlPlane['kubectl'] {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    KUBECONFIG: kubeconfig,
    KUBECACHEDIR: join(folder, 'kubectl-cache'),
    ...lateCollection,
  };
  return (args, input) =>
    new Promise((resolve, reject) => {
      const child = execFile(
        program,
        [...args],
        { env, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (error) reject(new Error(`kubectl ${args.join(' ')}: ${stderr || error.message}`));
          else resolve(stdout);
        },
      );
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input ?? '');
    });
}

async function ready(client: ApiClient): Promise<void> {
  for (;;) {
    const answer = await client.get('/readyz').catch(() => undefined);
    if (answer === 'ok') return;
    await pause(25);
  }
}

async function establish(
  client: ApiClient,
  definitions: readonly KubernetesObject[],
): Promise<void> {
  for (const definition of definitions) {
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition.metadata.name}`;
    await client.apply(path, definition);
    for (;;) {
      const { status } = await client.get(path);
      if (
        status?.conditions?.some(
          (condition: KubernetesObject) =>
            condition.type === 'Established' && condition.status === 'True',
        )
      )
        break;
      await pause(25);
    }
  }
}

function etcdFlags(folder: string, port: number, peerPort: number): string[] {
  const url = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync',
    '--heartbeat-interval=10',
    '--election-timeout=100',
    '--log-level=warn',
  ];
}

function apiServerFlags({ path }: ServerFiles, etcdPort: number, port: number): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${path('apiserver.crt')}`,
    `--tls-private-key-file=${path('apiserver.key')}`,
    `--client-ca-file=${path('ca.crt')}`,
    `--token-auth-file=${path('tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${path('accounts.pub')}`,
    `--service-account-signing-key-file=${path('accounts.key')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--endpoint-reconciler-type=none',
    `--kubelet-certificate-authority=${path('ca.crt')}`,
    `--kubelet-client-certificate=${path('apiserver.crt')}`,
    `--kubelet-client-key=${path('apiserver.key')}`,
    '--kubelet-preferred-address-types=InternalIP',
    '--profiling=false',
  ];
}

function controllerFlags({ path }: ServerFiles): string[] {
  return [
    `--kubeconfig=${path('kubeconfig')}`,
    `--service-account-private-key-file=${path('accounts.key')}`,
    `--root-ca-file=${path('ca.crt')}`,
    '--bind-address=127.0.0.1',
    '--secure-port=0',
    '--leader-elect=false',
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
    // No cloud, and the only node of a test has no heartbeat.
    '--controllers=*,-node-lifecycle-controller,-node-ipam-controller,-node-route-controller,-cloud-node-lifecycle-controller',
  ];
}
