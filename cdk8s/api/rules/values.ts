import { explainRangeOrder } from '../cron.ts';
import { bytes, isNetwork, isTimeZone, millicores, prefixLength } from '../quantities.ts';
import type { AhltEnvironmentSpec } from '../spec.ts';
import type { Rule } from './rule.ts';

const server = 'spec.database.server';
const urlSecretRef = 'spec.database.urlSecretRef';

/** Names reserved by PostgreSQL or the shared server. */
const reservedDatabases = ['postgres', 'template0', 'template1', 'ahlt'];

/** Which values are valid together, for every stage. */
export const valueRules: readonly Rule<AhltEnvironmentSpec>[] = [
  {
    id: 'database-source',
    field: 'spec.database',
    reads: [server, urlSecretRef],
    cel: 'has(self.database.server) != has(self.database.urlSecretRef)',
    message:
      'either server (the operator creates the database there) or urlSecretRef (your own database) is required, not both',
    holds: ({ database }) =>
      (database.server === undefined) !== (database.urlSecretRef === undefined),
  },
  {
    id: 'database-reserved',
    field: 'spec.database.name',
    cel: `!(self.database.name in ${JSON.stringify(reservedDatabases)}) && !self.database.name.startsWith('pg_')`,
    message:
      'another name is required: postgres, template0, template1, ahlt and pg_… are reserved by the server',
    holds: ({ database: { name } }) => !reservedDatabases.includes(name) && !name.startsWith('pg_'),
  },
  {
    id: 'database-role-suffix',
    field: 'spec.database.name',
    cel: `!self.database.name.endsWith('_app')`,
    message:
      'a name that does not end in _app is required: <name>_app is the role the app connects as',
    holds: ({ database: { name } }) => !name.endsWith('_app'),
  },
  {
    id: 'cpu-request',
    field: 'spec.resources.requests.cpu',
    reads: ['spec.resources.limits.cpu'],
    cel: 'quantity(self.resources.requests.cpu).compareTo(quantity(self.resources.limits.cpu)) <= 0',
    message: 'must be at most resources.limits.cpu',
    holds: ({ resources: { requests, limits } }) =>
      millicores(requests.cpu) <= millicores(limits.cpu),
  },
  {
    id: 'memory-request',
    field: 'spec.resources.requests.memory',
    reads: ['spec.resources.limits.memory'],
    cel: 'quantity(self.resources.requests.memory).compareTo(quantity(self.resources.limits.memory)) <= 0',
    message: 'must be at most resources.limits.memory',
    holds: ({ resources: { requests, limits } }) => bytes(requests.memory) <= bytes(limits.memory),
  },
  {
    id: 'memory-minimum',
    field: 'spec.resources.limits.memory',
    cel: `quantity(self.resources.limits.memory).compareTo(quantity('128Mi')) >= 0`,
    message: 'at least 128Mi is required: with less the app is killed while it starts',
    holds: ({ resources: { limits } }) => bytes(limits.memory) >= bytes('128Mi'),
  },
  {
    id: 'admin-idle',
    field: 'spec.session.idleMinutesAdmin',
    reads: ['spec.session.idleMinutes'],
    cel: 'self.session.idleMinutesAdmin <= self.session.idleMinutes',
    message: 'at most session.idleMinutes: the limit for administrators cannot be longer',
    holds: ({ session }) => session.idleMinutesAdmin <= session.idleMinutes,
  },
  {
    id: 'session-idle',
    field: 'spec.session.idleMinutes',
    reads: ['spec.session.absoluteHours'],
    cel: 'self.session.idleMinutes <= self.session.absoluteHours * 60',
    message:
      'at most session.absoluteHours × 60: a session cannot be idle longer than its lifetime',
    holds: ({ session }) => session.idleMinutes <= session.absoluteHours * 60,
  },
  {
    id: 'mail-credentials',
    field: 'spec.mail.credentialsSecret',
    reads: ['spec.mail.tls'],
    reason: 'FieldValueForbidden',
    cel: `!has(self.mail) || !has(self.mail.credentialsSecret) || self.mail.tls != 'none'`,
    message: 'must be absent with mail.tls none, which would send the password unencrypted',
    holds: ({ mail }) => mail?.credentialsSecret === undefined || mail.tls !== 'none',
  },
  {
    id: 'webhook-network',
    field: 'spec.webhooks.networks',
    cel: '!has(self.webhooks) || !has(self.webhooks.networks) || self.webhooks.networks.all(network, isCIDR(network) && cidr(network).prefixLength() > 0)',
    message:
      'networks in CIDR form are required, such as 10.42.0.0/16, and smaller than the whole internet',
    holds: ({ webhooks: { networks = [] } = { ports: [] } }) =>
      networks.every((network) => isNetwork(network) && prefixLength(network) > 0),
  },
  {
    id: 'approval-contradiction',
    field: 'spec.migrations.allowDestructive',
    reads: ['spec.migrations.approval'],
    cel: `self.migrations.approval != 'manual' || !self.migrations.allowDestructive`,
    message: 'must be false: migrations.approval manual requires an approval of every plan',
    holds: ({ migrations }) => migrations.approval !== 'manual' || !migrations.allowDestructive,
  },
  {
    id: 'schedule-range',
    field: 'spec.resync.schedule',
    // `5-1`: the first number of a range may not exceed the second; names are validated by the
    // parser of the schedule.
    cel: `!has(self.resync.schedule) || self.resync.schedule.split(' ').all(field, field.split(',').all(part,
      !part.matches('^[0-9]+-[0-9]+') || int(part.split('/')[0].split('-')[0]) <= int(part.split('/')[0].split('-')[1])))`.replaceAll(
      /\s+/g,
      ' ',
    ),
    message: 'a range in a cron field must start with the smaller number',
    holds: ({ resync: { schedule } }) =>
      schedule === undefined || explainRangeOrder(schedule) === undefined,
  },
  {
    id: 'time-zone',
    field: 'spec.resync.timeZone',
    // The conversion fails for a zone unknown to the server; the comparison itself is always true.
    onField: true,
    cel: `timestamp('2026-01-01T12:00:00Z').getFullYear(self) > 0`,
    message: 'a time zone of the IANA database is required, such as UTC or Europe/Berlin',
    holds: ({ resync: { timeZone } }) => isTimeZone(timeZone),
  },
  {
    id: 'proxy-network',
    field: 'spec.trustProxy',
    cel: '!has(self.trustProxy) || self.trustProxy.all(network, isCIDR(network))',
    message: 'networks in CIDR form are required, such as 10.42.0.0/16 or fd00::/8',
    holds: ({ trustProxy = [] }) => trustProxy.every(isNetwork),
  },
  {
    id: 'proxy-internet',
    field: 'spec.trustProxy',
    reason: 'FieldValueForbidden',
    cel: '!has(self.trustProxy) || self.trustProxy.all(network, !isCIDR(network) || cidr(network).prefixLength() > 0)',
    message:
      'a network smaller than the whole internet is required: trusted hosts can forge client addresses',
    holds: ({ trustProxy = [] }) => trustProxy.every((network) => prefixLength(network) > 0),
  },
  {
    id: 'proxy-repeated',
    field: 'spec.trustProxy',
    cel: '!has(self.trustProxy) || self.trustProxy.all(network, self.trustProxy.exists_one(other, other == network))',
    message: 'each network must be listed once',
    holds: ({ trustProxy = [] }) => new Set(trustProxy).size === trustProxy.length,
  },
];
