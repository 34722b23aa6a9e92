import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type AppCommand, commandFromRunMode, readConfig } from './config.ts';
import { environmentExample } from './config-example.ts';
import { variables } from './config-variables.ts';
import { AppError } from './errors.ts';

const key = 'k4v9Qe2Lr8Zt1Xw6Yb3Nc7Md5Hf0Jg4Ps9Ua2Vi8Wo1Tk6Rl3Em7Dz5Cx0By4An9';
const strong = {
  APP_ENV: 'prod',
  DATABASE_URL: 'postgresql://ahlt_prod_app:Xk29-vmQ1@db:5432/ahlt_prod',
  SESSION_KEY: key,
  PUBLIC_URL: 'https://app.local',
};

function problems(
  environment: Record<string, string>,
  command: AppCommand = 'serve',
  files: Record<string, string> = {},
): string[] {
  try {
    readConfig(command, environment, (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return text;
    });
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('configuration');
    return error.message.split('\n');
  }
}

test('nothing set is a local development environment', () => {
  expect(readConfig('serve', {})).toEqual({
    environment: 'dev',
    runMode: 'web',
    logLevel: 'info',
    resultFile: undefined,
    http: {
      host: '127.0.0.1',
      port: 8080,
      metricsPort: 9464,
      publicUrl: undefined,
      trustProxy: [],
    },
    database: { url: 'postgresql://ahlt@localhost/ahlt_dev', ssl: 'disable', poolMax: 10 },
    graph: undefined,
    graphEnv: 'dev',
    session: {
      key: undefined,
      idleMinutes: 15,
      idleMinutesAdmin: 10,
      absoluteHours: 12,
      cookieSecure: false,
    },
    seed: { demo: false, adminPassword: undefined, showPassword: false },
    auditSinks: ['stdout', 'db'],
    auditVolume: 2_147_483_648,
    imports: { maxBytes: 52_428_800 },
    pinnedSettings: {},
  });
});

test('prod with everything it needs is strict by itself', () => {
  const config = readConfig('serve', strong);
  expect(config.database.ssl).toBe('verify-full');
  expect(config.session.cookieSecure).toBe(true);
  expect(config.http.publicUrl).toBe('https://app.local');
});

test('an authority of its own is what verify-full checks against, given as text or as a file', () => {
  const ca = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
  const sslOf = (more: Record<string, string>) =>
    readConfig('serve', { ...strong, ...more }, () => `${ca}\n`).database.ssl;
  expect(sslOf({ DATABASE_CA: ca })).toEqual({ ca });
  expect(sslOf({ DATABASE_CA_FILE: '/certs/ca.crt' })).toEqual({ ca });
  expect(sslOf({ DATABASE_CA: ca, DATABASE_SSL: 'require' })).toBe('require');
  expect(problems({ ...strong, DATABASE_CA: 'geheim' })).toEqual([
    'DATABASE_CA is ••• (6 characters): expected a certificate, PEM, which begins with -----BEGIN CERTIFICATE-----',
  ]);
});

test.each<[string, string, string, unknown]>([
  ['PORT', '0', 'http.port', 0],
  ['PUBLIC_URL', 'https://app.local/', 'http.publicUrl', 'https://app.local'],
  ['TRUST_PROXY', '10.0.0.0/8, fd00::/8', 'http.trustProxy', ['10.0.0.0/8', 'fd00::/8']],
  ['COOKIE_SECURE', '1', 'session.cookieSecure', true],
  ['COOKIE_SECURE', 'false', 'session.cookieSecure', false],
  ['LOG_LEVEL', 'trace', 'logLevel', 'trace'],
  ['DATABASE_POOL_MAX', '20', 'database.poolMax', 20],
  ['DATABASE_SSL', 'require', 'database.ssl', 'require'],
  ['AUDIT_SINK', 'db', 'auditSinks', ['db']],
  ['AUDIT_VOLUME_MB', '1', 'auditVolume', 1_048_576],
  ['GRAPH_ENV', 'staging', 'graphEnv', 'staging'],
  ['GRAPH_ENV', 'qa-2', 'graphEnv', 'qa-2'],
  ['PORT', '', 'http.port', 8080],
])('%s=%s is understood', (name, text, path, value) => {
  expect(readConfig('serve', { [name]: text })).toHaveProperty(path, value);
});

test.each([
  ['APP_ENV', 'production', 'APP_ENV is "production": expected dev, staging, prod or test'],
  ['APP_ENV', 'Prod', 'APP_ENV is "Prod": expected dev, staging, prod or test'],
  ['RUN_MODE', 'worker', 'RUN_MODE is "worker": expected web, migrate or resync'],
  ['PORT', '80a', 'PORT is "80a": expected a port, 0–65535 (0 for any free port)'],
  ['PORT', '65536', 'PORT is "65536": expected a port, 0–65535 (0 for any free port)'],
  ['PORT', '-1', 'PORT is "-1": expected a port, 0–65535 (0 for any free port)'],
  ['HOST', 'a b', 'HOST is "a b": expected an address to listen on, such as 127.0.0.1 or 0.0.0.0'],
  [
    'PUBLIC_URL',
    'app.local',
    'PUBLIC_URL is "app.local": expected an origin such as https://app.local, without a path',
  ],
  [
    'PUBLIC_URL',
    'https://app.local/x',
    'PUBLIC_URL is "https://app.local/x": expected an origin such as https://app.local, without a path',
  ],
  [
    'TRUST_PROXY',
    '10.0.0.1',
    'TRUST_PROXY is "10.0.0.1": expected CIDRs separated by commas, such as 10.42.0.0/16',
  ],
  [
    'TRUST_PROXY',
    '10.0.0.0/33',
    'TRUST_PROXY is "10.0.0.0/33": expected CIDRs separated by commas, such as 10.42.0.0/16',
  ],
  ['LOG_LEVEL', 'verbose', 'LOG_LEVEL is "verbose": expected trace, debug, info, warn or error'],
  ['DATABASE_SSL', 'prefer', 'DATABASE_SSL is "prefer": expected disable, require or verify-full'],
  ['DATABASE_POOL_MAX', '0', 'DATABASE_POOL_MAX is "0": expected a number of connections, 1–100'],
  ['SESSION_IDLE_MINUTES', '1.5', 'SESSION_IDLE_MINUTES is "1.5": expected minutes, 1–1440'],
  [
    'GRAPH_ENV',
    'QA',
    'GRAPH_ENV is "QA": expected a short name such as dev: lower-case letters, digits and "-", starting with a letter',
  ],
  [
    'SESSION_KEY',
    'too-short',
    'SESSION_KEY is ••• (9 characters): expected 64 characters or more, for example of: openssl rand -hex 64',
  ],
  [
    'DATABASE_URL',
    'mysql://u:geheim@h/d',
    'DATABASE_URL is ••• (20 characters): expected postgresql://user:password@host:5432/database',
  ],
  ['COOKIE_SECURE', 'yes', 'COOKIE_SECURE is "yes": expected true or false'],
  ['AUDIT_SINK', 'file', 'AUDIT_SINK is "file": expected stdout, db or both separated by a comma'],
  [
    'NEO4J_URI',
    'http://neo4j:7474',
    'NEO4J_URI is "http://neo4j:7474": expected a bolt or neo4j address, such as bolt://neo4j.shared-infra.svc.cluster.local:7687',
  ],
  [
    'NEO4J_URI',
    'bolt://neo4j:7687',
    'NEO4J_PASSWORD is not set: expected a password, because NEO4J_URI is set',
  ],
  ['SMTP_USER', 'ahlt', 'SMTP_PASSWORD is not set: expected a password, because SMTP_USER is set'],
  [
    'SESSION_IDLE_MINUTES_ADMIN',
    '30',
    'SESSION_IDLE_MINUTES_ADMIN is 30: expected at most SESSION_IDLE_MINUTES (15)',
  ],
  [
    'SESSION_IDLE_MINUTES',
    '1000',
    'SESSION_IDLE_MINUTES is 1000: expected at most SESSION_ABSOLUTE_HOURS (12 h)',
  ],
  ['METRICS_PORT', '8080', 'METRICS_PORT is 8080: expected a port other than PORT'],
  ['RESULT_FILE', 'result.json', 'RESULT_FILE is "result.json": expected an absolute path'],
])('%s=%s is refused', (name, text, problem) =>
  expect(problems({ [name]: text })).toEqual([problem]),
);

describe('outside dev and test', () => {
  test.each([
    [
      'a missing SESSION_KEY',
      { SESSION_KEY: '' },
      /^SESSION_KEY is not set: expected 64 characters or more in prod/,
    ],
    ['a missing PUBLIC_URL', { PUBLIC_URL: '' }, /^PUBLIC_URL is not set: expected an origin/],
    [
      'a missing DATABASE_URL',
      { DATABASE_URL: '' },
      /^DATABASE_URL is not set: expected postgresql/,
    ],
    ['a key of one letter', { SESSION_KEY: 'a'.repeat(128) }, /^SESSION_KEY is a repeated pattern/],
    [
      'the compose password',
      { DATABASE_URL: 'postgresql://ahlt:ahlt_dev_pass@db/ahlt_prod' },
      /^DATABASE_URL is a well-known default/,
    ],
    [
      'an encoded default',
      { DATABASE_URL: 'postgresql://ahlt:%70ostgres@db/ahlt_prod' },
      /^DATABASE_URL is a well-known default/,
    ],
    [
      'the graph default',
      { NEO4J_URI: 'bolt://n:7687', NEO4J_PASSWORD: 'secretpass' },
      /^NEO4J_PASSWORD is a well-known default/,
    ],
    ['a proxy that is everybody', { TRUST_PROXY: '0.0.0.0/0' }, /^TRUST_PROXY is 0.0.0.0\/0/],
    [
      'plain HTTP in prod',
      { PUBLIC_URL: 'http://app.local' },
      /^PUBLIC_URL is http:\/\/app.local: expected https in prod/,
    ],
    [
      'cookies over plain HTTP',
      { COOKIE_SECURE: 'false' },
      /^COOKIE_SECURE is false: expected true in prod/,
    ],
  ])('spec platform#configuration: %s stops the server', (_, change, problem) => {
    expect(problems({ ...strong, ...change })).toEqual([expect.stringMatching(problem)]);
  });

  test.each([
    [
      'demo data in prod',
      { SEED_DEMO: 'true' },
      /^SEED_DEMO is true: expected false: prod does not allow demo data/,
    ],
    [
      'a well-known first password',
      { BOOTSTRAP_ADMIN_PASSWORD: 'admin123' },
      /^BOOTSTRAP_ADMIN_PASSWORD is a well-known default/,
    ],
    [
      'a short first password',
      { BOOTSTRAP_ADMIN_PASSWORD: 'Kestrel-9' },
      /^BOOTSTRAP_ADMIN_PASSWORD is 9 characters: expected 15 or more/,
    ],
  ])('%s stops the seed', (_, change, problem) => {
    expect(problems({ ...strong, ...change }, 'seed')[0]).toMatch(problem);
  });

  test('prod may be served on the machine itself without TLS', () => {
    expect(problems({ ...strong, PUBLIC_URL: 'http://localhost:8082', COOKIE_SECURE: '' })).toEqual(
      [],
    );
  });

  test('variables that a command does not read do not stop it', () => {
    const { APP_ENV, DATABASE_URL } = strong;
    expect(problems({ APP_ENV, DATABASE_URL, PORT: 'x', SESSION_KEY: 'short' }, 'migrate')).toEqual(
      [],
    );
  });
});

test('the same values are fine in dev', () => {
  expect(
    problems({
      DATABASE_URL: 'postgresql://ahlt:ahlt_dev_pass@localhost/ahlt_dev',
      TRUST_PROXY: '0.0.0.0/0',
    }),
  ).toEqual([]);
});

test('staging seeds demo data by default, the others never', () => {
  const demo = (environment: Record<string, string>) =>
    readConfig('seed', { ...strong, ...environment }).seed.demo;
  expect([
    demo({}),
    demo({ APP_ENV: 'staging' }),
    demo({ APP_ENV: 'staging', SEED_DEMO: 'false' }),
  ]).toEqual([false, true, false]);
});

test('all problems come at once, wrong values and broken rules', () => {
  const found = problems({
    APP_ENV: 'prod',
    PORT: 'x',
    LOG_LEVEL: 'loud',
    SESSION_KEY: 'short',
    PUBLIC_URL: 'http://app.local',
  });
  expect(found.map((line) => line.split(' ')[0])).toEqual([
    'PORT',
    'LOG_LEVEL',
    'SESSION_KEY',
    'PUBLIC_URL',
    'DATABASE_URL',
  ]);
});

test.each([
  [
    'an idle time that nobody can read',
    { SESSION_IDLE_MINUTES: 'x', SESSION_IDLE_MINUTES_ADMIN: '20' },
  ],
  ['an unknown environment, which may be dev', { APP_ENV: 'production', PUBLIC_URL: '' }],
  ['a wrong port, which may not be the one of the metrics', { PORT: 'x', METRICS_PORT: '8080' }],
])('%s is one problem: no rule is judged by it', (_, environment) => {
  expect(problems(environment)).toHaveLength(1);
});

test('a resync without a graph is refused', () => {
  expect(problems({}, 'resync')).toEqual([
    'NEO4J_URI is not set: expected the address of the graph database',
  ]);
});

describe('secrets in files', () => {
  test('are read without the newline at their end', () => {
    const files = { '/run/key': `${key}\n` };
    const config = readConfig(
      'serve',
      { SESSION_KEY_FILE: '/run/key' },
      (path) => files[path as '/run/key'],
    );
    expect(config.session.key).toBe(key);
  });

  test.each([
    [
      'both forms at once',
      { SESSION_KEY: key, SESSION_KEY_FILE: '/run/key' },
      'SESSION_KEY is SESSION_KEY and SESSION_KEY_FILE: expected one of the two',
    ],
    [
      'a file that is not there',
      { SESSION_KEY_FILE: '/run/none' },
      'SESSION_KEY is SESSION_KEY_FILE=/run/none (ENOENT): expected a file that can be read',
    ],
    [
      'a file with a bad value',
      { SESSION_KEY_FILE: '/run/key' },
      'SESSION_KEY is ••• (5 characters): expected 64 characters or more, for example of: openssl rand -hex 64',
    ],
  ])('refuse %s', (_, environment, problem) => {
    expect(problems(environment, 'serve', { '/run/key': 'short' })).toEqual([problem]);
  });
});

test('no problem ever shows a secret', () => {
  const secret = 'geheim-geheim-geheim';
  const shown = problems({
    APP_ENV: 'prod',
    SESSION_KEY: secret,
    DATABASE_URL: `mysql://ahlt:${secret}@db/x`,
    NEO4J_URI: 'bolt://n:1',
    NEO4J_PASSWORD: '',
  });
  expect(shown.join('\n')).not.toContain(secret);
});

test('the configuration cannot be changed', () => {
  const config = readConfig('serve', {});
  expect(() => Object.assign(config.http, { port: 1 })).toThrow(TypeError);
});

test.each([
  [undefined, 'serve'],
  ['web', 'serve'],
  ['migrate', 'migrate'],
  ['resync', 'resync'],
])('RUN_MODE %s means the command %s', (mode, command) => {
  expect(commandFromRunMode(mode === undefined ? {} : { RUN_MODE: mode })).toBe(command);
});

test('.env.example lists every variable as the table explains it', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  expect(text).toBe(environmentExample());
  for (const name of Object.keys(variables)) expect(text).toContain(`\n#${name}=`);
});
