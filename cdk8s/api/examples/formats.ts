import { bases, example, type RuleExample } from './example.ts';

const digest = `sha256:${'0f'.repeat(32)}`;
const urlSecret = (change: object) => ({
  database: { server: null, urlSecretRef: { name: 'own-database', ...change } },
});
const mail = (change: object) => ({
  mail: { host: 'mail.example.org', from: 'ahlt@example.org', ...change },
});
const long = (length: number) => 'a'.repeat(length);

/** Formats of single values. */
export const formatExamples: readonly RuleExample[] = [
  example(
    'image-form',
    'spec.image',
    { image: `registry.gitlab.local:5050/ahlt/im-ctrl@${digest}` },
    { image: 'registry.gitlab.local:5050/ahlt/im-ctrl' },
  ),
  example(
    'image-digest',
    'spec.image',
    { image: `im-ctrl:1.0.0@${digest}` },
    { image: 'im-ctrl@sha256:12' },
  ),
  example(
    'image-pull-secret-form',
    'spec.imagePullSecret',
    { imagePullSecret: 'gitlab-registry' },
    { imagePullSecret: 'GitLab Registry' },
  ),
  example(
    'host-form',
    'spec.host',
    { host: 'app.example.org' },
    { host: 'https://app.example.org' },
  ),
  example('host-dot', 'spec.host', { host: 'a.b' }, { host: 'localhost' }),
  example(
    'tls-secret-form',
    'spec.tlsSecretName',
    { tlsSecretName: 'dev-tls' },
    { tlsSecretName: 'dev_tls' },
  ),
  example(
    'ingress-class-form',
    'spec.ingressClassName',
    { ingressClassName: 'nginx-internal' },
    { ingressClassName: 'nginx/internal' },
  ),
  example(
    'cpu-request-form',
    'spec.resources.requests.cpu',
    { resources: { requests: { cpu: '0.25' } } },
    { resources: { requests: { cpu: '100 m' } } },
  ),
  example(
    'memory-request-form',
    'spec.resources.requests.memory',
    { resources: { requests: { memory: '64Mi' } } },
    { resources: { requests: { memory: '64M' } } },
  ),
  example(
    'cpu-limit-form',
    'spec.resources.limits.cpu',
    { resources: { limits: { cpu: '2' } } },
    { resources: { limits: { cpu: '0' } } },
  ),
  example(
    'memory-limit-form',
    'spec.resources.limits.memory',
    { resources: { limits: { memory: '1Gi' } } },
    { resources: { limits: { memory: '1.5Gi' } } },
  ),
  example(
    'setting-floor',
    'spec.settings.auth.lock_minutes',
    { settings: { 'auth.lock_minutes': 0 } },
    { settings: { 'auth.lock_minutes': 14 } },
  ),
  example(
    'setting-time-zone',
    'spec.settings.app.time_zone',
    { settings: { 'app.time_zone': 'Europe/Oslo' } },
    { settings: { 'app.time_zone': 'Europe/Atlantis' } },
  ),
  example(
    'database-name-form',
    'spec.database.name',
    { database: { name: 'ahlt_dev_2' } },
    { database: { name: 'ahlt-dev' } },
  ),
  example(
    'database-name-length',
    'spec.database.name',
    { database: { name: long(55) } },
    { database: { name: long(56) } },
  ),
  example(
    'server-name-form',
    'spec.database.server',
    { database: { server: 'second' } },
    { database: { server: 'db.example.org' } },
  ),
  example(
    'server-is-named',
    'spec.database.server',
    { database: { server: 'main' } },
    { database: { server: { host: 'db.example.org', adminSecretRef: { name: 'admin' } } } },
  ),
  example(
    'graph-server-form',
    'spec.graph.server',
    { graph: { server: 'second' } },
    { graph: { server: 'bolt://neo4j:7687' } },
  ),
  example(
    'graph-is-named',
    'spec.graph.uri',
    { graph: { enabled: true } },
    { graph: { enabled: true, uri: 'bolt://neo4j:7687' } },
  ),
  example(
    'url-secret-form',
    'spec.database.urlSecretRef.name',
    urlSecret({}),
    urlSecret({ name: 'Own' }),
  ),
  example(
    'url-secret-key-form',
    'spec.database.urlSecretRef.key',
    urlSecret({ key: 'url.rw' }),
    urlSecret({ key: 'url/rw' }),
  ),
  example('mail-host-form', 'spec.mail.host', mail({}), mail({ host: 'smtp://mail.example.org' })),
  example('mail-port-range', 'spec.mail.port', mail({ port: 465 }), mail({ port: 0 })),
  example('mail-tls-word', 'spec.mail.tls', mail({ tls: 'implicit' }), mail({ tls: 'yes' })),
  example(
    'mail-sender-form',
    'spec.mail.from',
    mail({ from: 'Ahlt <ahlt@example.org>' }),
    mail({ from: 'Ahlt' }),
  ),
  example(
    'mail-secret-form',
    'spec.mail.credentialsSecret',
    mail({ credentialsSecret: 'mail' }),
    mail({ credentialsSecret: 'Mail' }),
  ),
  example(
    'webhook-network-form',
    'spec.webhooks.networks[0]',
    { webhooks: { networks: ['10.7.0.0/16'] } },
    { webhooks: { networks: ['10.7.0.0'] } },
  ),
  example(
    'webhook-port-range',
    'spec.webhooks.ports[0]',
    { webhooks: { ports: [443, 8443] } },
    { webhooks: { ports: [0] } },
  ),
  example(
    'approved-plan-form',
    'spec.migrations.approvedPlan',
    { migrations: { approvedPlan: digest } },
    { migrations: { approvedPlan: 'yes' } },
  ),
  example(
    'backed-up-plan-form',
    'spec.migrations.backedUpPlan',
    { migrations: { backedUpPlan: digest } },
    { migrations: { backedUpPlan: 'yesterday' } },
  ),
  example(
    'schedule-fields',
    'spec.resync.schedule',
    { resync: { schedule: '*/15 8-18 * * mon-fri' } },
    { resync: { schedule: '0 3 * *' } },
  ),
  example(
    'schedule-minute',
    'spec.resync.schedule',
    { resync: { schedule: '59 3 * * *' } },
    { resync: { schedule: '60 3 * * *' } },
  ),
  example(
    'schedule-hour',
    'spec.resync.schedule',
    { resync: { schedule: '0 23 * * *' } },
    { resync: { schedule: '0 24 * * *' } },
  ),
  example(
    'schedule-day',
    'spec.resync.schedule',
    { resync: { schedule: '0 3 1,31 * *' } },
    { resync: { schedule: '0 3 0 * *' } },
  ),
  example(
    'schedule-month',
    'spec.resync.schedule',
    { resync: { schedule: '0 3 1 1-12/3 *' } },
    { resync: { schedule: '0 3 1 13 *' } },
  ),
  example(
    'schedule-weekday',
    'spec.resync.schedule',
    { resync: { schedule: '0 3 * * 7' } },
    { resync: { schedule: '0 3 * * 8' } },
  ),
  example(
    'time-zone-form',
    'spec.resync.timeZone',
    { resync: { timeZone: 'America/Argentina/Buenos_Aires' } },
    { resync: { timeZone: '+02:00' } },
  ),
  example(
    'proxy-form',
    'spec.trustProxy[0]',
    { trustProxy: ['10.42.0.0/16'] },
    { trustProxy: ['10.42.0.0'] },
  ),
  example(
    'proxy-octet',
    'spec.trustProxy[0]',
    { trustProxy: ['255.255.255.255/32'] },
    { trustProxy: ['10.256.0.0/16'] },
  ),
];

/** Choices, ranges, types of values and required fields. */
export const structureExamples: readonly RuleExample[] = [
  example('stage-choice', 'spec.stage', { stage: 'dev' }, { stage: 'qa' }),
  example('log-level-choice', 'spec.logLevel', { logLevel: 'trace' }, { logLevel: 'verbose' }),
  example(
    'seed-profile-choice',
    'spec.seed.profile',
    { seed: { profile: 'demo' } },
    { seed: { profile: 'full' } },
  ),
  example(
    'approval-choice',
    'spec.migrations.approval',
    { migrations: { approval: 'manual' } },
    { migrations: { approval: 'ask' } },
  ),
  example(
    'backup-choice',
    'spec.migrations.backup',
    { migrations: { backup: 'never' } },
    { migrations: { backup: 'sometimes' } },
  ),
  example(
    'deletion-choice',
    'spec.deletionPolicy',
    { deletionPolicy: 'delete' },
    { deletionPolicy: 'keep' },
  ),
  example('replicas-minimum', 'spec.replicas', { replicas: 0 }, { replicas: -1 }),
  example('replicas-maximum', 'spec.replicas', { replicas: 20 }, { replicas: 21 }),
  example('replicas-whole', 'spec.replicas', { replicas: 3 }, { replicas: 1.5 }),
  example(
    'pool-range',
    'spec.database.poolMax',
    { database: { poolMax: 1 } },
    { database: { poolMax: 0 } },
  ),
  example(
    'migration-deadline-range',
    'spec.migrations.deadlineSeconds',
    { migrations: { deadlineSeconds: 86_400 } },
    { migrations: { deadlineSeconds: 86_401 } },
  ),
  example(
    'resync-deadline-range',
    'spec.resync.deadlineSeconds',
    { resync: { deadlineSeconds: 5 } },
    { resync: { deadlineSeconds: 4 } },
  ),
  example(
    'rollout-deadline-range',
    'spec.rollout.deadlineSeconds',
    { rollout: { deadlineSeconds: 3600 } },
    { rollout: { deadlineSeconds: 3601 } },
  ),
  example(
    'idle-range',
    'spec.session.idleMinutes',
    { session: { idleMinutes: 10 } },
    { session: { idleMinutes: 1441, absoluteHours: 168 } },
  ),
  example(
    'admin-idle-range',
    'spec.session.idleMinutesAdmin',
    { session: { idleMinutesAdmin: 1 } },
    { session: { idleMinutesAdmin: 0 } },
  ),
  example(
    'absolute-range',
    'spec.session.absoluteHours',
    { session: { absoluteHours: 168 } },
    { session: { absoluteHours: 169 } },
  ),
  example(
    'proxy-count',
    'spec.trustProxy',
    { trustProxy: Array.from({ length: 16 }, (_, net) => `10.${net}.0.0/16`) },
    { trustProxy: Array.from({ length: 17 }, (_, net) => `10.${net}.0.0/16`) },
  ),
  example('suspend-kind', 'spec.suspend', { suspend: true }, { suspend: 'true' }),
  example(
    'cpu-kind',
    'spec.resources.limits.cpu',
    { resources: { limits: { cpu: '1' } } },
    { resources: { limits: { cpu: 1 } } },
  ),
  example('image-needed', 'spec.image', {}, { image: null }),
  example('stage-needed', 'spec.stage', {}, { stage: null }),
  example('host-needed', 'spec.host', {}, { host: null }),
  example('database-needed', 'spec.database', {}, { database: null }),
  example('database-name-needed', 'spec.database.name', {}, { database: { name: null } }),
  example('unknown-field', 'spec.replica', { replicas: 2 }, { replica: 2 }),
  { rule: 'spec-needed', field: 'spec', base: bases.dev, accepted: {}, refused: { spec: null } },
];
