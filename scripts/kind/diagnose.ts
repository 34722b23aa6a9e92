import type { KindCluster } from './cluster.ts';

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly name: string;
  readonly restartCount: number;
  readonly state: Readonly<
    Record<
      string,
      { readonly reason?: string; readonly message?: string; readonly exitCode?: number }
    >
  >;
}

const rows = 8;

/**
 * Shows what a user would look up first, in the affected namespaces: unhealthy pods, recent events,
 * and log lines.
 */
export async function diagnose(
  cluster: KindCluster,
  namespaces: readonly string[],
): Promise<string[]> {
  const parts = await Promise.all(namespaces.map((namespace) => inNamespace(cluster, namespace)));
  return parts.flat();
}

async function inNamespace(
  { kubectl, kubeconfig }: KindCluster,
  namespace: string,
): Promise<string[]> {
  const ask = (args: readonly string[]) =>
    kubectl(['-n', namespace, '--request-timeout=10s', ...args]).catch(() => '');
  const { items } = JSON.parse((await ask(['get', 'pods', '-o', 'json'])) || '{"items":[]}') as {
    items: readonly Pod[];
  };
  const unwell = items.filter(isUnwell).slice(0, rows);
  const events = await ask([
    'get',
    'events',
    '--field-selector=type=Warning',
    '--sort-by=.lastTimestamp',
    '--no-headers',
  ]);
  const logs = await Promise.all(
    unwell.map(
      async (pod) =>
        [
          pod,
          await ask(['logs', pod.metadata.name, '--all-containers', `--tail=${rows}`]),
        ] as const,
    ),
  );
  const lines = [
    ...unwell.map((pod) => `${pod.metadata.name}: ${stateOf(pod)}`),
    ...(events === '' ? [] : events.split('\n').slice(-rows)),
    ...logs.flatMap(([pod, text]) =>
      text === ''
        ? []
        : [`log of ${pod.metadata.name}:`, ...text.split('\n').slice(-rows).map(indented)],
    ),
  ];
  return lines.length === 0
    ? []
    : [
        `${namespace}   kubectl --kubeconfig ${kubeconfig} -n ${namespace} get pods`,
        ...lines.map(indented),
      ];
}

const indented = (line: string): string => `  ${line}`;

const isUnwell = ({ status }: Pod): boolean =>
  status.phase !== 'Succeeded' &&
  !(status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True');

/**
 * The state of a pod in one line, such as `web waits: CreateContainerConfigError, secret "x" not
 * found`.
 */
export function stateOf({ status }: Pod): string {
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const lines = containers.flatMap(({ name, state, restartCount }) => {
    const [is, { reason, message, exitCode } = {}] = Object.entries(state)[0] ?? [];
    if (is === undefined || (is === 'terminated' && exitCode === 0)) return [];
    const why = [
      reason,
      message,
      exitCode === undefined ? undefined : `exit code ${exitCode}`,
    ].filter((part) => part !== undefined);
    return [
      `${name} ${is}${restartCount > 0 ? `, ${restartCount} restarts` : ''}${why.length > 0 ? `: ${why.join(', ')}` : ''}`,
    ];
  });
  const unscheduled = (status.conditions ?? []).find(
    ({ type, status: is }) => type === 'PodScheduled' && is === 'False',
  );
  return lines.length > 0 ? lines.join('; ') : (unscheduled?.message ?? status.phase);
}
