import { checksum } from '#app/db/checksum.ts';
import type { Migration } from '#app/db/migration.ts';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';
import type { Checksums, Comparison, Migrations, Release, Revision } from './revision.ts';

export const one: Migration = {
  id: '0001',
  name: 'people',
  statements: ['create table people (id bigint primary key, name text)'],
};
export const two: Migration = {
  id: '0002',
  name: 'index',
  statements: ['create index concurrently if not exists people_name on people (name)'],
  outsideTransaction: true,
};
export const three: Migration = {
  id: '0003',
  name: 'no_name',
  statements: ['alter table people drop column name'],
};

const sums = (...migrations: Migration[]): Checksums =>
  Object.fromEntries(
    migrations.map((migration) => [`${migration.id}_${migration.name}`, checksum(migration)]),
  );

export interface EnvironmentState {
  readonly image?: string;
  readonly replicas?: number;
  readonly secret?: string;
  readonly verbs?: readonly string[];
  readonly migrations?: Migrations;
  readonly backups?: object;
}

/** The files of a small environment: its resource, a role, what the operator will apply. */
function filesOf(
  name: string,
  { image = '1.4.0', replicas = 1, secret = 'one', verbs = ['get'], ...spec }: EnvironmentState,
): Revision['files'] {
  const namespace = `ahlt-${name}`;
  const reference = `registry.gitlab.local:5050/ahlt/im-ctrl:${image}`;
  const object = (kind: string, fields: object, objectName = namespace): Manifest =>
    ({ apiVersion: 'v1', kind, metadata: { name: objectName, namespace }, ...fields }) as Manifest;
  const subjects = [{ kind: 'ServiceAccount', name: 'ahlt-operator', namespace: 'ahlt-system' }];
  return [
    {
      path: `apply/5-${name}/01-namespace.yaml`,
      objects: [
        object('Role', { rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs }] }),
        object('RoleBinding', { roleRef: { kind: 'Role', name: namespace }, subjects }),
      ],
    },
    {
      path: `apply/5-${name}/04-environment.yaml`,
      objects: [
        object(
          'AhltEnvironment',
          { spec: { stage: name, image: reference, replicas, ...spec } },
          name,
        ),
      ],
    },
    {
      path: `preview/${name}/02-workload.yaml`,
      objects: [
        object('Secret', { data: { TOKEN: secret } }),
        object('Deployment', {
          spec: {
            replicas,
            template: { spec: { containers: [{ name: 'web', image: reference }] } },
          },
        }),
      ],
    },
  ];
}

export interface RevisionState {
  readonly label?: string;
  readonly environments?: Readonly<Record<string, EnvironmentState>>;
  readonly migrations?: readonly Migration[];
  readonly shared?: readonly Manifest[];
}

const revision = ({
  label = 'aaaaaaaa',
  environments = { dev: {}, staging: {}, prod: {} },
  migrations = [one],
  shared = [],
}: RevisionState = {}): Revision => ({
  label,
  files: [
    { path: 'apply/1-cluster/01-crd.yaml', objects: shared },
    ...Object.entries(environments).flatMap(([name, state]) => filesOf(name, state)),
  ],
  checksums: sums(...migrations),
});

export const release = (
  version: string,
  commitsBehind: number,
  ...migrations: Migration[]
): Release => ({
  version,
  commitsBehind,
  checksums: sums(...migrations),
});

/** A comparison without changes by default. */
export function comparison({
  base = {},
  head = {},
  ...rest
}: { base?: RevisionState; head?: RevisionState } & Partial<
  Omit<Comparison, 'base' | 'head'>
> = {}): Comparison {
  return {
    base: revision(base),
    head: revision({ label: 'bbbbbbbb', ...head }),
    migrations: head.migrations ?? [one],
    releases: [release('1.4.0', 3, one)],
    remarks: [],
    ...rest,
  };
}
