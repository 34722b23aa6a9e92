import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AhltEnvironment,
  type Cluster,
  type ConnectedEnvironment,
  connect,
  type Parsed,
  type Problem,
  parseCluster,
  parseEnvironment,
  serversOf,
  stages,
} from '#cdk8s/api/index.ts';
import { checkAcross, checkConnections, type FromFile } from './across.ts';
import { complete, filledFromCluster } from './complete.ts';
import { type FileProblem, inFile } from './file-problem.ts';
import { checkOperatorMemory } from './operator-memory.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

/** The validated and completed content of the files in environments/. */
export interface Environments {
  readonly cluster: Cluster;
  /** In the order of their stages: dev, staging, prod. */
  readonly environments: readonly ConnectedEnvironment[];
}

export type ReadResult =
  | { readonly ok: true; readonly value: Environments }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

/** A file by its path from the root of the repository. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const clusterPath = 'environments/cluster.yaml';
const environmentPath = /^environments\/([^/]+)\/environment\.yaml$/;

/** Reads environments/ below `root`: everything, or every problem of every file. */
export function readEnvironments(root: string): ReadResult {
  const folder = join(root, 'environments');
  if (!existsSync(folder)) return checkFiles([]);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `environments/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.ya?ml$/.test(path))
    .sort();
  return checkFiles(paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })));
}

/** The same for texts in memory. Pure. */
export function checkFiles(files: readonly SourceFile[]): ReadResult {
  const cluster = readCluster(files.find(({ path }) => path === clusterPath));
  const environments = files
    .filter(({ path }) => environmentPath.test(path))
    .map((file) => readEnvironment(file, cluster.value));
  const problems = [
    ...files
      .filter(({ path }) => path !== clusterPath && !environmentPath.test(path))
      .map(strayFile),
    ...(environments.length === 0
      ? [
          problemOf(
            'environments/dev/environment.yaml',
            'missing; at least one environment is required',
          ),
        ]
      : []),
    ...cluster.problems,
    ...environments.flatMap((read) => read.problems),
    ...problemsAcross(cluster, environments),
  ];
  if (problems.length > 0 || !cluster.value) return { ok: false, problems };
  return {
    ok: true,
    value: {
      cluster: cluster.value,
      environments: environments.flatMap(environmentOf).sort(byStage),
    },
  };
}

/** A parsed file: its value if it is valid, and the document for positions. */
interface Read<T> {
  readonly path: string;
  readonly document: YamlDocument;
  readonly value?: T;
  readonly problems: readonly FileProblem[];
}

function readFile<T>({ path, text }: SourceFile, parse: (json: unknown) => Parsed<T>): Read<T> {
  const document = readYaml(text);
  if (document.problems.length > 0)
    return {
      path,
      document,
      problems: document.problems.map((problem) => ({ ...problem, file: path, field: '' })),
    };
  const parsed = parse(document.json);
  if (parsed.ok) return { path, document, value: parsed.value, problems: [] };
  return {
    path,
    document,
    problems: parsed.problems.map((problem) => inFile(path, document, problem)),
  };
}

function readCluster(file: SourceFile | undefined): Read<Cluster> {
  if (file) return readFile(file, parseCluster);
  return {
    path: clusterPath,
    document: readYaml(''),
    problems: [problemOf(clusterPath, 'missing; it describes what the environments share')],
  };
}

/** While the cluster is unknown, missing values that it would provide are not reported. */
function readEnvironment(
  file: SourceFile,
  cluster: Cluster | undefined,
): Read<ConnectedEnvironment> {
  if (cluster)
    return readFile(file, (json) => connected(parseEnvironment(complete(json, cluster)), cluster));
  const { value, ...read } = readFile(file, parseEnvironment);
  return {
    ...read,
    problems: read.problems.filter(({ field }) => !filledFromCluster.includes(field)),
    ...(value && { value: { ...value, connections: {} } }),
  };
}

const connected = (
  parsed: Parsed<AhltEnvironment>,
  cluster: Cluster,
): Parsed<ConnectedEnvironment> => (parsed.ok ? connect(parsed.value, serversOf(cluster)) : parsed);

/** Problems that only show when all files are compared. */
function problemsAcross(
  cluster: Read<Cluster>,
  environments: readonly Read<ConnectedEnvironment>[],
): FileProblem[] {
  const documents = new Map(
    [cluster, ...environments].map(({ path, document }) => [path, document]),
  );
  const valid = environments.flatMap((read) =>
    environmentOf(read).map((environment) => ({
      file: read.path,
      folder: folderOf(read.path),
      environment,
    })),
  );
  const problems = [
    ...checkAcross(valid),
    ...(cluster.value
      ? checkCluster(valid, cluster.value).map((problem) => ({ ...problem, file: clusterPath }))
      : []),
  ];
  return problems.flatMap(({ file, ...problem }) => {
    const document = documents.get(file);
    return document ? [inFile(file, document, problem)] : [];
  });
}

/** Whether the resources in the cluster's file are enough for all environments. */
const checkCluster = (environments: readonly FromFile[], cluster: Cluster): Problem[] => [
  ...checkConnections(environments, cluster),
  ...checkOperatorMemory(environments.length, cluster),
];

const environmentOf = ({ value }: Read<ConnectedEnvironment>): ConnectedEnvironment[] =>
  value ? [value] : [];

const folderOf = (path: string): string => environmentPath.exec(path)?.[1] ?? '';

const problemOf = (file: string, message: string): FileProblem => ({
  file,
  line: 1,
  column: 1,
  field: '',
  message,
});

/** An unused file usually has a wrong name, and its environment would silently be missing. */
const strayFile = ({ path }: SourceFile): FileProblem =>
  problemOf(
    path,
    'this file is not used; expected environments/cluster.yaml and environments/<name>/environment.yaml',
  );

const byStage = (one: AhltEnvironment, other: AhltEnvironment): number =>
  stages.indexOf(one.spec.stage) - stages.indexOf(other.spec.stage) ||
  (one.metadata.name < other.metadata.name ? -1 : 1);
