import {
  deployment,
  type Loose,
  labels,
  namespace,
  object,
  table,
  web,
  workload,
} from './check-table.fixture.ts';

const environment = (stage: string, where = namespace) =>
  object('AhltEnvironment', 'e', { spec: { stage } }, { namespace: where });
const replicas = (count: number | undefined, spec: Loose = {}) =>
  deployment({}, { replicas: count, ...spec });
table('two-in-prod', [
  ['two in prod', [environment('prod'), replicas(2)], []],
  ['one in prod', [environment('prod'), replicas(1)], web('runs one pod in prod')],
  ['nothing said in prod', [environment('prod'), replicas(undefined)], web('runs one pod in prod')],
  ['one in dev', [environment('dev'), replicas(1)], []],
  ['one beside prod', [environment('prod', 'elsewhere'), replicas(1)], []],
  [
    'prod is found among others',
    [object('Service', 's'), environment('prod'), replicas(1)],
    web('runs one pod in prod'),
  ],
  ['no Deployment in prod', [environment('prod'), workload('StatefulSet')], []],
]);

const budget = (matchLabels: Loose | undefined, where = namespace) =>
  object(
    'PodDisruptionBudget',
    'b',
    { spec: matchLabels ? { selector: { matchLabels } } : {} },
    { namespace: where },
  );
const noBudget = web('has no disruption budget');
table('disruption-budget', [
  ['one pod needs none', [replicas(1)], []],
  ['nothing said', [replicas(undefined)], []],
  ['two without', [replicas(2)], noBudget],
  ['two with', [replicas(2), budget(labels)], []],
  ['one of several', [replicas(2), budget({ app: 'other' }), budget(labels)], []],
  ['of others', [replicas(2), budget({ app: 'other' })], noBudget],
  ['for all', [replicas(2), budget(undefined)], []],
  ['elsewhere', [replicas(2), budget(labels, 'elsewhere')], noBudget],
  ['an object that is no budget', [replicas(2), object('Service', 's', { spec: {} })], noBudget],
]);

const spread = { topologySpreadConstraints: [{}] };
table('spread', [
  ['one pod', [replicas(1)], []],
  ['nothing said', [replicas(undefined)], []],
  ['two', [replicas(2)], web('is not spread over nodes')],
  [
    'two by an empty rule',
    [deployment({ topologySpreadConstraints: [] }, { replicas: 2 })],
    web('is not spread over nodes'),
  ],
  ['two that are', [deployment(spread, { replicas: 2 })], []],
  ['no Deployment', [workload('StatefulSet', {}, { replicas: 2 })], []],
]);

const strategy = (maxUnavailable: number) => ({ strategy: { rollingUpdate: { maxUnavailable } } });
const gap = web('removes an old pod before the new one is ready');
table('no-gap', [
  ['none', [replicas(1, strategy(0))], []],
  ['one', [replicas(1, strategy(1))], gap],
  ['nothing said', [replicas(1)], gap],
  ['nothing said of the update', [replicas(1, { strategy: {} })], gap],
  ['no Deployment', [workload('StatefulSet')], []],
]);

const selecting = (matchLabels: Loose | undefined, kind = 'Deployment') =>
  workload(kind, {}, { selector: matchLabels === undefined ? undefined : { matchLabels } });
table('stable-selector', [
  ['its own', [selecting(labels)], []],
  ['others', [selecting({ app: 'other' })], web('does not select its own pods')],
  ['all', [selecting({})], web('does not select its own pods')],
  ['nothing said', [selecting(undefined)], web('does not select its own pods')],
  [
    'a version',
    [selecting({ 'app.kubernetes.io/version': '1' }, 'StatefulSet')],
    ['StatefulSet web: does not select its own pods', 'StatefulSet web: selects by version'],
  ],
  ['a Job has none', [workload('Job', {}, { selector: undefined })], []],
  ['what makes no pods', [object('Service', 'web')], []],
]);
