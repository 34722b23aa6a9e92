import { expect, test } from 'vitest';
import { bases, changed } from '../api/examples/index.ts';
import { formatProblems } from './format-problems.ts';
import { checkFiles } from './read.ts';

const cluster = {
  path: 'environments/cluster.yaml',
  text: `
registry: { host: "registry.gitlab.local:5050" }
network: { pods: [10.42.0.0/16] }
postgres: { engine: external, server: { host: postgres, adminSecretRef: { name: postgres-admin }, sslMode: require } }
neo4j: { uri: "bolt://neo4j:7687", secretRef: { name: neo4j-auth } }
operator: { image: im-ctrl:1.0.0 }
`,
};

const shown = (text: string): string => {
  const result = checkFiles([cluster, { path: 'environments/prod/environment.yaml', text }]);
  return result.ok ? '' : formatProblems(result.problems);
};

test('a wrong environment file, as an engineer sees it', () => {
  const text = `apiVersion: platform.ahlt.dev/v1alpha1
kind: AhltEnvironment
spec:
  replica: 2
  stage: prod
  host: app.local
  database:
    name: ahlt_prod
  image:    "registry.gitlab.local:5050/ahlt/im-ctrl:latest"
  seed:
    profile: base
  graph:
    enabled: true
  resync:
    afterSeed: true
    schedule: "0 25 * * *"
metadata: { name: prod, namespace: ahlt-prod }
`;
  expect(shown(text)).toBe(`environments/prod/environment.yaml: 3 problems, nothing was written

 4:3   spec.replica     unknown field; did you mean "replicas"?
 9:13  spec.image       "registry.gitlab.local:5050/ahlt/im-ctrl:latest": a version tag or a digest is required, prod refuses "latest"
16:15  spec.resync.schedule   "0 25 * * *": hour 25 is not in 0–23
`);
});

test('a file that is no YAML: the place, without a field', () => {
  expect(
    shown('spec:\n  image: a\n  image: b\n'),
  ).toBe(`environments/prod/environment.yaml: 1 problem, nothing was written

3:3  "image" is given twice
`);
});

test('files are sorted by name, and the caller words the consequence', () => {
  const problem = { line: 1, column: 2, field: 'spec', message: 'wrong' };
  expect(
    formatProblems(
      [
        { ...problem, file: 'b.yaml' },
        { ...problem, file: 'a.yaml' },
      ],
      'nothing was started',
    ),
  ).toBe(`a.yaml: 1 problem, nothing was started

1:2  spec             wrong

b.yaml: 1 problem, nothing was started

1:2  spec             wrong
`);
});

test('JSON is YAML: a valid document in one line has nothing to say', () => {
  expect(shown(JSON.stringify(changed(bases.prod, {})))).toBe('');
});
