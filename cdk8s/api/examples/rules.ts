import { bases, example, type RuleExample } from './example.ts';

const { prod, staging } = bases;
const digest = `sha256:${'0f'.repeat(32)}`;
const resources = (kind: 'requests' | 'limits', change: object) => ({
  resources: { [kind]: change },
});

const mail = (change: object) => ({
  mail: { host: 'mail.example.org', from: 'ahlt@example.org', ...change },
});

/** One pair for each rule in `rules/`. */
export const ruleExamples: readonly RuleExample[] = [
  example(
    'prod-image-latest',
    'spec.image',
    { image: 'im-ctrl:2.3.4' },
    { image: 'im-ctrl:latest' },
    prod,
  ),
  example(
    'prod-image-version',
    'spec.image',
    { image: `im-ctrl@${digest}` },
    { image: 'im-ctrl:main' },
    prod,
  ),
  example('image-latest', 'spec.image', { image: 'im-ctrl:main' }, { image: 'im-ctrl:latest' }),
  example('prod-replicas', 'spec.replicas', { replicas: 3 }, { replicas: 1 }, prod),
  example(
    'prod-seed',
    'spec.seed.profile',
    { seed: { profile: 'none' } },
    { seed: { profile: 'demo' } },
    prod,
  ),
  example(
    'secure-cookies',
    'spec.session.cookieSecure',
    { session: { cookieSecure: true } },
    { session: { cookieSecure: false } },
    staging,
  ),
  example(
    'audit-log',
    'spec.settings',
    { settings: { 'audit.enabled': true } },
    { settings: { 'audit.enabled': false } },
    staging,
  ),
  example(
    'prod-deletion',
    'spec.deletionPolicy',
    { deletionPolicy: 'retain' },
    { deletionPolicy: 'delete' },
    prod,
  ),
  example('prod-log-level', 'spec.logLevel', { logLevel: 'warn' }, { logLevel: 'debug' }, prod),
  example(
    'prod-destructive',
    'spec.migrations.allowDestructive',
    { migrations: { approvedPlan: digest } },
    { migrations: { allowDestructive: true } },
    prod,
  ),
  example('prod-mail-tls', 'spec.mail.tls', mail({ tls: 'implicit' }), mail({ tls: 'none' }), prod),
  example(
    'prod-backup',
    'spec.migrations.backup',
    { migrations: { backup: 'always' } },
    { migrations: { backup: 'never' } },
    prod,
  ),
  example(
    'destructive-without-backup',
    'spec.migrations.backup',
    { migrations: { allowDestructive: true, backup: 'destructive' } },
    { migrations: { allowDestructive: true, backup: 'never' } },
    staging,
  ),
  example(
    'database-source',
    'spec.database',
    { database: { server: null, urlSecretRef: { name: 'own' } } },
    { database: { urlSecretRef: { name: 'own' } } },
  ),
  example(
    'database-reserved',
    'spec.database.name',
    { database: { name: 'postgres_2' } },
    { database: { name: 'postgres' } },
  ),
  example(
    'database-role-suffix',
    'spec.database.name',
    { database: { name: 'app_ahlt' } },
    { database: { name: 'ahlt_dev_app' } },
  ),
  example(
    'cpu-request',
    'spec.resources.requests.cpu',
    resources('requests', { cpu: '0.5' }),
    resources('requests', { cpu: '501m' }),
  ),
  example(
    'memory-request',
    'spec.resources.requests.memory',
    resources('requests', { memory: '256Mi' }),
    resources('requests', { memory: '1Gi' }),
  ),
  example(
    'memory-minimum',
    'spec.resources.limits.memory',
    resources('limits', { memory: '131072Ki' }),
    {
      resources: { requests: { memory: '32Mi' }, limits: { memory: '127Mi' } },
    },
  ),
  example(
    'admin-idle',
    'spec.session.idleMinutesAdmin',
    { session: { idleMinutesAdmin: 15 } },
    { session: { idleMinutesAdmin: 16 } },
  ),
  example(
    'session-idle',
    'spec.session.idleMinutes',
    { session: { idleMinutes: 60, absoluteHours: 1 } },
    { session: { idleMinutes: 61, absoluteHours: 1 } },
  ),
  example(
    'mail-credentials',
    'spec.mail.credentialsSecret',
    mail({ credentialsSecret: 'mail' }),
    mail({ credentialsSecret: 'mail', tls: 'none' }),
  ),
  example(
    'webhook-network',
    'spec.webhooks.networks',
    { webhooks: { networks: ['fd00::/8'] } },
    { webhooks: { networks: ['0.0.0.0/0'] } },
  ),
  example(
    'approval-contradiction',
    'spec.migrations.allowDestructive',
    { migrations: { approval: 'manual' } },
    { migrations: { approval: 'manual', allowDestructive: true } },
  ),
  example(
    'schedule-range',
    'spec.resync.schedule',
    { resync: { schedule: '0 8-18/2 * * 1-5' } },
    { resync: { schedule: '0 18-8/2 * * 1-5' } },
  ),
  example(
    'time-zone',
    'spec.resync.timeZone',
    { resync: { timeZone: 'Europe/Berlin' } },
    { resync: { timeZone: 'Europe/Atlantis' } },
  ),
  example(
    'proxy-network',
    'spec.trustProxy',
    { trustProxy: ['fd00::/8'] },
    { trustProxy: ['fd00::1::/8'] },
  ),
  example(
    'proxy-internet',
    'spec.trustProxy',
    { trustProxy: ['10.0.0.0/8'] },
    { trustProxy: ['0.0.0.0/0'] },
  ),
  example(
    'proxy-repeated',
    'spec.trustProxy',
    { trustProxy: ['10.42.0.0/16', '10.43.0.0/16'] },
    { trustProxy: ['10.42.0.0/16', '10.42.0.0/16'] },
  ),
  {
    rule: 'name-form',
    field: 'metadata.name',
    base: bases.dev,
    accepted: { metadata: { name: 'a'.repeat(40) } },
    refused: { metadata: { name: 'a'.repeat(41) } },
  },
  {
    rule: 'name-stage',
    field: 'spec.stage',
    base: bases.dev,
    accepted: { metadata: { name: 'review-12' } },
    refused: { metadata: { name: 'prod' } },
  },
];
