import type { LiveEnvironment } from '../deploy/verdict.ts';

/** Items of the checklist, in the order in which a platform is set up. */
export const points = [
  'repository',
  'registry',
  'runner',
  'pipeline',
  'namespaces',
  'databases',
  'graph',
  'app',
  'ingress',
  'tls',
] as const;
export type Point = (typeof points)[number];

/** The facts found, or why they are unavailable. */
export type Seen<T> = { readonly seen: T } | { readonly unseen: string };

/** The facts that the checklist evaluates. */
export interface Facts {
  readonly repository: RepositoryFacts;
  /** Each image in `environments/`, without duplicates. */
  readonly registry: readonly { readonly image: string; readonly digest: Seen<string> }[];
  readonly runner: readonly RunnerFacts[];
  /** The newest one of main; undefined if there is none yet. */
  readonly pipeline: PipelineFacts | undefined;
  readonly namespaces: readonly NamespaceFacts[];
  readonly databases: ServedFacts;
  readonly graph: ServedFacts;
  readonly app: AppFacts;
  readonly ingress: IngressFacts;
  readonly tls: readonly {
    readonly host: string;
    readonly certificate: Seen<{ readonly notAfter: Date }>;
  }[];
}

interface RepositoryFacts {
  /** As in git's configuration. */
  readonly origin: string | undefined;
  /** Commit of main in this clone. */
  readonly here: string | undefined;
  /** Commit of main at the origin. */
  readonly there: string | undefined;
  readonly mainProtected: boolean;
  readonly tagsProtected: boolean;
}

export interface RunnerFacts {
  readonly description: string | null;
  /** GitLab's status: `online`, `offline`, `stale`, `never_contacted`. */
  readonly status: string;
  readonly paused: boolean;
}

export interface PipelineFacts {
  readonly status: string;
  readonly sha: string;
  readonly url: string;
}

export interface NamespaceFacts {
  readonly name: string;
  readonly phase: string;
  /** Enforced Pod Security level. */
  readonly podSecurity: string | undefined;
}

/** The environments' resources by name, and their shared server if it runs in the cluster. */
interface ServedFacts {
  readonly environments: ReadonlyMap<string, LiveEnvironment>;
  readonly server: ReplicaFacts | undefined;
}

interface AppFacts {
  readonly environments: ReadonlyMap<string, LiveEnvironment>;
  readonly operator: ReplicaFacts | undefined;
}

export interface ReplicaFacts {
  readonly wanted: number;
  readonly ready: number;
}

interface IngressFacts {
  readonly classes: readonly string[];
  /** Number of passed checks. */
  readonly hosts: readonly { readonly host: string; readonly answer: Seen<number> }[];
}
