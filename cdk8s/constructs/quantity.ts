import { Size } from 'cdk8s';
import { type ContainerResources, Cpu } from 'cdk8s-plus-28';

/**
 * CPU and memory in the format of environment files: cores (`1`, `0.5`) or thousandths (`250m`),
 * and binary units (`256Mi`, `1Gi`).
 */
export interface ResourcesProps {
  /** The amount that the scheduler reserves. */
  readonly requests: { readonly cpu: string; readonly memory: string };
  /** The most that the container may use. */
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/**
 * The same for cdk8s-plus, whose own defaults (1–1.5 CPU, 512Mi–2Gi) would not fit on a
 * workstation.
 */
export const resources = ({ requests, limits }: ResourcesProps): ContainerResources => ({
  cpu: { request: cpu(requests.cpu), limit: cpu(limits.cpu) },
  memory: {
    request: Size.mebibytes(mebibytes(requests.memory)),
    limit: Size.mebibytes(mebibytes(limits.memory)),
  },
});

/** CPU as returned by the API server: whole cores, otherwise thousandths. */
const cpu = (quantity: string): Cpu =>
  millis(quantity) % 1000 === 0 ? Cpu.units(millis(quantity) / 1000) : Cpu.millis(millis(quantity));

const canonicalCpu = (amount: number): string =>
  amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`;

/** CPU in thousandths of a core. */
export const millis = (quantity: string): number =>
  quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Math.round(Number(quantity) * 1000);

const units = { Ki: 2 ** -10, Mi: 1, Gi: 2 ** 10, Ti: 2 ** 20 } as const;

/** MiB of a memory quantity in binary units. */
export function mebibytes(quantity: string): number {
  const unit = quantity.slice(-2);
  if (unit !== 'Ki' && unit !== 'Mi' && unit !== 'Gi' && unit !== 'Ti')
    throw new RangeError(`"${quantity}" has none of the units Ki, Mi, Gi, Ti`);
  return Number(quantity.slice(0, -2)) * units[unit];
}

/**
 * Quota of a namespace for pods of these sizes (`count` each), and for external resources: volumes,
 * load balancers.
 */
export function quotaFor(
  pods: readonly { readonly resources: ResourcesProps; readonly count: number }[],
  {
    claims = 0,
    loadBalancers = 0,
  }: { readonly claims?: number; readonly loadBalancers?: number } = {},
): Record<string, string> {
  const sum = (amount: (resources: ResourcesProps) => number) =>
    pods.reduce((total, pod) => total + amount(pod.resources) * pod.count, 0);
  return {
    'requests.cpu': canonicalCpu(sum(({ requests }) => millis(requests.cpu))),
    'requests.memory': canonicalMemory(`${sum(({ requests }) => mebibytes(requests.memory))}Mi`),
    'limits.cpu': canonicalCpu(sum(({ limits }) => millis(limits.cpu))),
    'limits.memory': canonicalMemory(`${sum(({ limits }) => mebibytes(limits.memory))}Mi`),
    pods: String(pods.reduce((total, { count }) => total + count, 0)),
    persistentvolumeclaims: String(claims),
    'services.loadbalancers': String(loadBalancers),
    // A load balancer takes a node port for each of its two ports.
    'services.nodeports': String(loadBalancers * 2),
  };
}

/**
 * Share of the memory limit for the JavaScript heap; the rest is for buffers, stacks and native
 * code.
 */
const heapShare = 0.75;

/**
 * `NODE_OPTIONS` that fit the heap to the memory limit. Without them, Node grows until the kernel
 * kills the container. New objects take up to three times `semiSpace` (a power of two, in MiB)
 * beside the old space: with Node's default, an import takes some 30 MiB more.
 */
export const nodeOptions = (memoryLimit: string, semiSpace = 4): string =>
  [
    `--max-old-space-size=${Math.floor(mebibytes(memoryLimit) * heapShare)}`,
    `--max-semi-space-size=${semiSpace}`,
  ].join(' ');

/** Memory as returned by the API server: in the largest binary unit that keeps it whole. */
export function canonicalMemory(quantity: string): string {
  const amount = mebibytes(quantity);
  const unit =
    (['Ti', 'Gi', 'Mi', 'Ki'] as const).find((candidate) =>
      Number.isInteger(amount / units[candidate]),
    ) ?? 'Ki';
  return `${amount / units[unit]}${unit}`;
}

/** The same container with the memory that cdk8s-plus writes in Mi in canonical form. */
export function withCanonicalResources<Container extends Readonly<Record<string, unknown>>>(
  container: Container,
): Container {
  const { requests = {}, limits = {} } = (container['resources'] ?? {}) as Partial<
    Record<'requests' | 'limits', Record<string, string>>
  >;
  return { ...container, resources: { requests: canonical(requests), limits: canonical(limits) } };
}

const canonical = (amounts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(amounts).map(([resource, amount]) => [
      resource,
      resource === 'memory' ? canonicalMemory(amount) : amount,
    ]),
  );
