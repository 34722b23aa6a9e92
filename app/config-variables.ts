import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

/** A command of the program; each needs its own part of the configuration. */
export type AppCommand =
  | 'serve'
  | 'migrate'
  | 'seed'
  | 'resync'
  | 'status'
  | 'audit'
  | 'import'
  | 'export'
  | 'account';

/** An environment variable: its validation, its error message and its entry in `.env.example`. */
export interface Variable<T> {
  readonly schema: z.ZodType<T, string>;
  /** Completes the sentence "expected …". */
  readonly expected: string;
  /** One sentence for the person who sets it. */
  readonly about: string;
  /** Default. Shown in `.env.example`. */
  readonly standard?: string;
  /** Example for `.env.example` if there is no default. */
  readonly example?: string;
  /** Never shown, and may be read from a file with `<NAME>_FILE`. */
  readonly secret?: true;
  /** Commands that read it; an invalid value stops only these. Omitted: all. */
  readonly usedBy?: readonly AppCommand[];
}

const variable = <T>(definition: Variable<T>): Variable<T> => definition;

const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values) as unknown as z.ZodType<T[number], string>;
const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1') as z.ZodType<boolean, string>;
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);
const url = (protocols: RegExp) =>
  z.string().refine((value) => URL.canParse(value) && protocols.test(value));
const list = (isItem: (item: string) => boolean) =>
  z
    .string()
    .transform((value) => value.split(',').map((item) => item.trim()))
    .refine((items) => items.every(isItem));

/** Converts values to the texts stored as settings. */
const pinnedSettings = z.string().transform((text, context): Readonly<Record<string, string>> => {
  const parsed = pinnedObject.safeParse(jsonOf(text));
  if (!parsed.success) {
    context.addIssue({ code: 'custom', message: 'not a JSON object of settings' });
    return z.NEVER;
  }
  return Object.fromEntries(
    Object.entries(parsed.data).map(([name, value]) => [name, String(value)]),
  );
});

const pinnedObject = z.record(
  z.string().regex(/^[a-z]+(\.[a-z_]+)+$/),
  z.union([z.string(), z.number(), z.boolean()]),
);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isCidr(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const family = isIP(address);
  if (
    family === 0 ||
    rest.length > 0 ||
    !/^\d{1,3}$/.test(prefix) ||
    Number(prefix) > (family === 4 ? 32 : 128)
  )
    return false;
  new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  return true;
}

const postgresUrl = url(/^postgres(ql)?:\/\/[^/]*\/[^/?]+/);
const web = ['serve'] as const;
const graphCommands = ['serve', 'resync', 'status'] as const;

/**
 * All variables of the program (spec platform#configuration). `.env.example` is generated from this
 * table. Unknown names are accepted, because a cluster sets variables of its own (`NEO4J_PORT` for
 * a Service `neo4j`).
 */
export const variables = {
  APP_ENV: variable({
    schema: oneOf(['dev', 'staging', 'prod', 'test']),
    expected: 'dev, staging, prod or test',
    about: 'Environment. All except dev and test reject weak or missing values.',
    standard: 'dev',
  }),
  RUN_MODE: variable({
    schema: oneOf(['web', 'migrate', 'resync']),
    expected: 'web, migrate or resync',
    about: 'Command to run when the command line names none; web means serve.',
    standard: 'web',
  }),
  HOST: variable({
    schema: z.string().regex(/^[\w.:-]+$/),
    expected: 'an address to listen on, such as 127.0.0.1 or 0.0.0.0',
    about: 'Address on which the app listens.',
    standard: '127.0.0.1',
    usedBy: web,
  }),
  PORT: variable({
    schema: whole(0, 65_535),
    expected: 'a port, 0–65535 (0 for any free port)',
    about: 'Port on which the app listens.',
    standard: '8080',
    usedBy: web,
  }),
  METRICS_PORT: variable({
    schema: whole(0, 65_535),
    expected: 'a port, 0–65535 (0 for any free port)',
    about: 'Port of /metrics, separate from the app so that no ingress exposes it.',
    standard: '9464',
    usedBy: web,
  }),
  PUBLIC_URL: variable({
    schema: url(/^https?:\/\/[^/?#@]+\/?$/).transform((value) => new URL(value).origin),
    expected: 'an origin such as https://app.local, without a path',
    about:
      'Public address of the app. Determines HSTS, cookies and the allowed origin of forms. Required outside dev and test.',
    example: 'https://app.local',
    usedBy: web,
  }),
  TRUST_PROXY: variable({
    schema: list(isCidr),
    expected: 'CIDRs separated by commas, such as 10.42.0.0/16',
    about: 'Proxies whose forwarding headers are trusted.',
    example: '10.42.0.0/16',
    usedBy: web,
  }),
  LOG_LEVEL: variable({
    schema: oneOf(['trace', 'debug', 'info', 'warn', 'error']),
    expected: 'trace, debug, info, warn or error',
    about: 'Minimum log level.',
    standard: 'info',
  }),
  DATABASE_URL: variable({
    schema: postgresUrl,
    expected: 'postgresql://user:password@host:5432/database',
    about: 'PostgreSQL connection. Required outside dev and test.',
    standard: 'postgresql://ahlt@localhost/ahlt_dev',
    secret: true,
  }),
  DATABASE_SSL: variable({
    schema: oneOf(['disable', 'require', 'verify-full']),
    expected: 'disable, require or verify-full',
    about: 'TLS to PostgreSQL. Default: disable in dev and test, verify-full elsewhere.',
    example: 'verify-full',
  }),
  DATABASE_CA: variable({
    schema: z.string().regex(/^\s*-----BEGIN CERTIFICATE-----/),
    expected: 'a certificate, PEM, which begins with -----BEGIN CERTIFICATE-----',
    about:
      'CA certificate of PostgreSQL, for verify-full. Default: the CAs that the system trusts.',
    // Not a secret, but often mounted as a file.
    secret: true,
  }),
  DATABASE_POOL_MAX: variable({
    schema: whole(1, 100),
    expected: 'a number of connections, 1–100',
    about: 'Maximum connections per process.',
    standard: '10',
  }),
  TEST_DATABASE_URL: variable({
    schema: postgresUrl,
    expected: 'postgresql://user:password@host:5432/database',
    about:
      'PostgreSQL server for the test suite, which otherwise starts its own. Only tests read it.',
    example: 'postgresql://ahlt@localhost/ahlt_test',
    secret: true,
    usedBy: [],
  }),
  POSTGRES_PASSWORD: variable({
    schema: z.string().min(1),
    expected: 'a password',
    about: "Password of the database container's superuser. Only compose reads it.",
    secret: true,
    usedBy: [],
  }),
  SMTP_URL: variable({
    schema: url(/^smtps?:\/\//),
    expected: 'an address such as smtp://user:password@mail.local:587',
    about: 'Mail server for notifications by email; without one, none are sent.',
    secret: true,
    usedBy: web,
  }),
  SMTP_USER: variable({
    schema: z.string().min(1),
    expected: 'a user name',
    about: 'User of the mail server, unless SMTP_URL has it. Needs SMTP_PASSWORD.',
    usedBy: web,
  }),
  SMTP_PASSWORD: variable({
    schema: z.string().min(1),
    expected: 'a password',
    about: 'Password of SMTP_USER.',
    secret: true,
    usedBy: web,
  }),
  MAIL_FROM: variable({
    schema: z.string().regex(/^[^\r\n<>]*<?[^@\s<>]+@[^@\s<>]+>?$/),
    expected: 'an address such as ahlt@example.com or Ahlt <ahlt@example.com>',
    about: 'Sender of emails. Required with SMTP_URL.',
    example: 'Ahlt <ahlt@example.com>',
    usedBy: web,
  }),
  SESSION_KEY: variable({
    schema: z.string().min(64),
    expected: '64 characters or more, for example of: openssl rand -hex 64',
    about:
      'Session key, the same in all replicas. Required outside dev and test, where each start generates one.',
    secret: true,
    usedBy: web,
  }),
  SESSION_KEY_PREVIOUS: variable({
    schema: z.string().min(64),
    expected: '64 characters or more: the SESSION_KEY that was replaced',
    about:
      'Previous session key, so that rotation ends no sessions. Remove it after SESSION_ABSOLUTE_HOURS.',
    secret: true,
    usedBy: web,
  }),
  SESSION_IDLE_MINUTES: variable({
    schema: whole(1, 1440),
    expected: 'minutes, 1–1440',
    about: 'Minutes without a request after which a session ends.',
    standard: '15',
    usedBy: web,
  }),
  SESSION_IDLE_MINUTES_ADMIN: variable({
    schema: whole(1, 1440),
    expected: 'minutes, 1–1440',
    about: 'Minutes without a request after which a session of an administrator ends.',
    standard: '10',
    usedBy: web,
  }),
  SESSION_ABSOLUTE_HOURS: variable({
    schema: whole(1, 168),
    expected: 'hours, 1–168',
    about: 'Hours after which a session ends, even if it is in use.',
    standard: '12',
    usedBy: web,
  }),
  COOKIE_SECURE: variable({
    schema: flag,
    expected: 'true or false',
    about: 'Whether cookies are sent over HTTPS only. Default: true when PUBLIC_URL is https.',
    example: 'true',
    usedBy: web,
  }),
  PINNED_SETTINGS: variable({
    schema: pinnedSettings,
    expected: 'a JSON object of settings by their names, such as {"auth.lock_minutes":30}',
    about: 'Settings fixed by the environment file. The app does not allow changes to them.',
    example: '{}',
    usedBy: ['serve', 'import'],
  }),
  IMPORT_MAX_MB: variable({
    schema: whole(1, 100_000),
    expected: 'a size in MB, 1–100000',
    about:
      'Maximum size of an import request. A proxy may have its own limit; the command line has none.',
    standard: '50',
    usedBy: web,
  }),
  AUDIT_SINK: variable({
    schema: list((item) => item === 'stdout' || item === 'db'),
    expected: 'stdout, db or both separated by a comma',
    about: 'Destinations of audit records.',
    standard: 'stdout,db',
    usedBy: web,
  }),
  AUDIT_VOLUME_MB: variable({
    schema: whole(0, 10_000_000),
    expected: 'a size in MB, 0–10000000 (0 for no limit)',
    about:
      'Size limit of the audit log. Above 75 %, an alert is raised; nothing is refused or removed.',
    standard: '2048',
    usedBy: web,
  }),
  NEO4J_URI: variable({
    schema: url(/^(bolt|neo4j)(\+s|\+ssc)?:\/\/[^/]+/),
    expected: 'a bolt or neo4j address, such as bolt://neo4j.shared-infra.svc.cluster.local:7687',
    about: 'Graph database. Default: none; PostgreSQL is used instead.',
    example: 'bolt://localhost:7687',
    usedBy: graphCommands,
  }),
  NEO4J_USER: variable({
    schema: z.string().min(1),
    expected: 'a user name',
    about: 'User of the graph database.',
    standard: 'neo4j',
    usedBy: graphCommands,
  }),
  NEO4J_PASSWORD: variable({
    schema: z.string().min(1),
    expected: 'the password of NEO4J_USER',
    about: 'Password of the graph database. Required with NEO4J_URI.',
    secret: true,
    usedBy: graphCommands,
  }),
  GRAPH_ENV: variable({
    // Name of the environment, which may differ from its stage.
    schema: z.string().regex(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/),
    expected:
      'a short name such as dev: lower-case letters, digits and "-", starting with a letter',
    about: 'Namespace in a shared Neo4j. Default: APP_ENV.',
    example: 'dev',
    usedBy: graphCommands,
  }),
  SEED_DEMO: variable({
    schema: flag,
    expected: 'true or false',
    about: 'Whether seed adds demo data. Default: only in staging. Not allowed in prod.',
    example: 'false',
    usedBy: ['seed'],
  }),
  BOOTSTRAP_ADMIN_PASSWORD: variable({
    schema: z.string().min(8).max(128),
    expected: '8–128 characters, 15 or more outside dev and test',
    about:
      'Initial password of admin, to be changed at the first sign-in. Default: generated and shown once.',
    secret: true,
    usedBy: ['seed'],
  }),
  DEMO_PASSWORD: variable({
    schema: z.string().min(8).max(128),
    expected: '8–128 characters',
    about: 'Initial password of all demo users. Default: generated and shown once.',
    secret: true,
    usedBy: ['seed'],
  }),
  SHOW_PASSWORD: variable({
    schema: flag,
    expected: 'true or false',
    about: 'Whether seed --json prints generated passwords; otherwise only a terminal shows them.',
    standard: 'false',
    usedBy: ['seed'],
  }),
  RESULT_FILE: variable({
    schema: z.string().startsWith('/'),
    expected: 'an absolute path',
    about:
      'File for the JSON result of a command, at most 4,000 bytes; the termination message of a Job.',
    example: '/dev/termination-log',
  }),
};

export type VariableName = keyof typeof variables;

/** The parsed values; a variable that is not set and has no default is omitted. */
export type Values = {
  readonly [K in VariableName]?: (typeof variables)[K] extends Variable<infer T> ? T : never;
};

/** Whether a command reads a variable. */
export function isUsedBy(name: VariableName, command: AppCommand): boolean {
  const { usedBy }: Variable<unknown> = variables[name];
  return usedBy === undefined || usedBy.includes(command);
}
