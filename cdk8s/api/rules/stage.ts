import type { AhltEnvironmentSpec } from '../spec.ts';
import type { Rule } from './rule.ts';

const prod = 'prod';
const reads = ['spec.stage'];
const reason = 'FieldValueForbidden';

/** An image reference that always means the same build: a digest, or a tag that is a version. */
const namesOneBuild = /(:v?[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?|@sha256:[0-9a-f]{64})$/;

/** The rules of a stage (spec platform#environments, platform#stages). */
export const stageRules: readonly Rule<AhltEnvironmentSpec>[] = [
  {
    id: 'prod-image-latest',
    field: 'spec.image',
    reads,
    cel: `self.stage != 'prod' || !self.image.endsWith(':latest')`,
    message: 'a version tag or a digest is required, prod refuses "latest"',
    holds: ({ stage, image }) => stage !== prod || !image.endsWith(':latest'),
  },
  {
    id: 'prod-image-version',
    field: 'spec.image',
    reads,
    cel: `self.stage != 'prod' || self.image.endsWith(':latest') || self.image.matches('${namesOneBuild.source.replaceAll('\\', '\\\\')}')`,
    message: 'a version tag such as 1.4.0 or a digest is required, prod refuses tags that move',
    holds: ({ stage, image }) =>
      stage !== prod || image.endsWith(':latest') || namesOneBuild.test(image),
  },
  {
    id: 'image-latest',
    field: 'spec.image',
    reads,
    cel: `self.stage == 'prod' || !self.image.endsWith(':latest')`,
    message: 'a version tag or a digest is required, "latest" can be another image on each pull',
    holds: ({ stage, image }) => stage === prod || !image.endsWith(':latest'),
  },
  {
    id: 'prod-replicas',
    field: 'spec.replicas',
    reads,
    cel: `self.stage != 'prod' || self.replicas >= 2`,
    message: 'prod needs at least 2, to keep serving while a node is drained',
    holds: ({ stage, replicas }) => stage !== prod || replicas >= 2,
  },
  {
    id: 'prod-seed',
    field: 'spec.seed.profile',
    reads,
    reason,
    cel: `self.stage != 'prod' || self.seed.profile != 'demo'`,
    message: 'prod takes none or base: demo creates sample users with known passwords',
    holds: ({ stage, seed }) => stage !== prod || seed.profile !== 'demo',
  },
  {
    id: 'secure-cookies',
    field: 'spec.session.cookieSecure',
    reads,
    reason,
    cel: `self.stage == 'dev' || self.session.cookieSecure`,
    message: 'only dev may send its session cookie without HTTPS',
    holds: ({ stage, session }) => stage === 'dev' || session.cookieSecure,
  },
  {
    id: 'audit-log',
    field: 'spec.settings',
    reads,
    reason,
    cel: `self.stage == 'dev' || !has(self.settings) || !has(self.settings.audit__dot__enabled) || self.settings.audit__dot__enabled`,
    message: 'only dev may switch the audit log off: audit.enabled is true',
    holds: ({ stage, settings }) => stage === 'dev' || settings?.['audit.enabled'] !== false,
  },
  {
    id: 'prod-mail-tls',
    field: 'spec.mail.tls',
    reads,
    reason,
    cel: `self.stage != 'prod' || !has(self.mail) || self.mail.tls != 'none'`,
    message: 'prod takes starttls or implicit: emails name people and decisions',
    holds: ({ stage, mail }) => stage !== prod || mail?.tls !== 'none',
  },
  {
    id: 'prod-deletion',
    field: 'spec.deletionPolicy',
    reads,
    reason,
    cel: `self.stage != 'prod' || self.deletionPolicy == 'retain'`,
    message: 'prod takes retain only: its database outlives the resource',
    holds: ({ stage, deletionPolicy }) => stage !== prod || deletionPolicy === 'retain',
  },
  {
    id: 'prod-log-level',
    field: 'spec.logLevel',
    reads,
    reason,
    cel: `self.stage != 'prod' || !(self.logLevel in ['trace', 'debug'])`,
    message: 'prod takes info, warn or error: more detailed levels log what users do',
    holds: ({ stage, logLevel }) => stage !== prod || !['trace', 'debug'].includes(logLevel),
  },
  {
    id: 'prod-destructive',
    field: 'spec.migrations.allowDestructive',
    reads,
    reason,
    cel: `self.stage != 'prod' || !self.migrations.allowDestructive`,
    message:
      'prod takes false: a destructive plan is approved by its hash in spec.migrations.approvedPlan',
    holds: ({ stage, migrations }) => stage !== prod || !migrations.allowDestructive,
  },
  {
    id: 'prod-backup',
    field: 'spec.migrations.backup',
    reads,
    reason,
    cel: `self.stage != 'prod' || self.migrations.backup != 'never'`,
    message: 'prod takes destructive or always',
    holds: ({ stage, migrations }) => stage !== prod || migrations.backup !== 'never',
  },
  {
    id: 'destructive-without-backup',
    field: 'spec.migrations.backup',
    reads: ['spec.stage', 'spec.migrations.allowDestructive'],
    reason,
    cel: `self.stage != 'staging' || !self.migrations.allowDestructive || self.migrations.backup != 'never'`,
    message:
      'staging takes destructive or always: its destructive migrations run without an approval',
    holds: ({ stage, migrations }) =>
      stage !== 'staging' || !migrations.allowDestructive || migrations.backup !== 'never',
  },
];
