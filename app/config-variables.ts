import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

/** A command of the program; each needs its own part of the configuration. */
export type AppCommand = 'serve' | 'migrate' | 'seed' | 'resync' | 'status' | 'audit' | 'import' | 'export' | 'account';

/** One variable of the environment, as it is validated, explained in a problem and listed in `.env.example`. */
export interface Variable<T> {
  readonly schema: z.ZodType<T, string>;
  /** Completes the sentence "expected …". */
  readonly expected: string;
  /** One sentence for the person who sets it. */
  readonly about: string;
  /** Stands in for a variable that is not set. Shown in `.env.example`. */
  readonly standard?: string;
  /** Value that `.env.example` shows when there is no standard. */
  readonly example?: string;
  /** Never shown, and may be given as a file by `<NAME>_FILE`. */
  readonly secret?: true;
  /** Commands that read it; a wrong value stops only these. Left out for all. */
  readonly usedBy?: readonly AppCommand[];
}

const variable = <T>(definition: Variable<T>): Variable<T> => definition;

const oneOf = <const T extends readonly string[]>(values: T) => z.enum(values) as unknown as z.ZodType<T[number], string>;
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1') as z.ZodType<boolean, string>;
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);
const url = (protocols: RegExp) => z.string().refine((value) => URL.canParse(value) && protocols.test(value));
const list = (isItem: (item: string) => boolean) =>
  z
    .string()
    .transform((value) => value.split(',').map((item) => item.trim()))
    .refine((items) => items.every(isItem));

/** Values become the texts that settings are stored as. */
const pinnedSettings = z.string().transform((text, context): Readonly<Record<string, string>> => {
  const parsed = pinnedObject.safeParse(jsonOf(text));
  if (!parsed.success) {
    context.addIssue({ code: 'custom', message: 'no JSON object of settings' });
    return z.NEVER;
  }
  return Object.fromEntries(Object.entries(parsed.data).map(([name, value]) => [name, String(value)]));
});

const pinnedObject = z.record(z.string().regex(/^[a-z]+(\.[a-z_]+)+$/), z.union([z.string(), z.number(), z.boolean()]));

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
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > (family === 4 ? 32 : 128)) return false;
  new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  return true;
}

const postgresUrl = url(/^postgres(ql)?:\/\/[^/]*\/[^/?]+/);
const web = ['serve'] as const;
const graphCommands = ['serve', 'resync', 'status'] as const;

/**
 * Every variable that the program knows (spec platform#configuration). `.env.example` is written
 * from this table. Unknown names are accepted: a cluster sets variables of its own (`NEO4J_PORT` for
 * a Service `neo4j`).
 */
export const variables = {
  APP_ENV: variable({
    schema: oneOf(['dev', 'staging', 'prod', 'test']),
    expected: 'dev, staging, prod or test',
    about: 'Which environment this is; everything but dev and test refuses weak or missing values.',
    standard: 'dev',
  }),
  RUN_MODE: variable({
    schema: oneOf(['web', 'migrate', 'resync']),
    expected: 'web, migrate or resync',
    about: 'Command to run when none is given on the command line: web means serve.',
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
    expected: 'a port, 0–65535 (0 takes a free one)',
    about: 'Port on which the app listens.',
    standard: '8080',
    usedBy: web,
  }),
  METRICS_PORT: variable({
    schema: whole(0, 65_535),
    expected: 'a port, 0–65535 (0 takes a free one)',
    about: 'Port of /metrics, apart from the app so that no ingress reaches it.',
    standard: '9464',
    usedBy: web,
  }),
  PUBLIC_URL: variable({
    schema: url(/^https?:\/\/[^/?#@]+\/?$/).transform((value) => new URL(value).origin),
    expected: 'an origin such as https://app.local, without a path',
    about: 'Where people reach the app. Decides about HSTS, cookies and which origin may send forms. Required outside dev and test.',
    example: 'https://app.local',
    usedBy: web,
  }),
  TRUST_PROXY: variable({
    schema: list(isCidr),
    expected: 'CIDRs separated by commas, such as 10.42.0.0/16',
    about: 'Proxies whose forwarding headers are believed.',
    example: '10.42.0.0/16',
    usedBy: web,
  }),
  LOG_LEVEL: variable({
    schema: oneOf(['trace', 'debug', 'info', 'warn', 'error']),
    expected: 'trace, debug, info, warn or error',
    about: 'Least severe log line that is written.',
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
    about: 'TLS to PostgreSQL. Left out: disable in dev and test, verify-full elsewhere.',
    example: 'verify-full',
  }),
  DATABASE_CA: variable({
    schema: z.string().regex(/^\s*-----BEGIN CERTIFICATE-----/),
    expected: 'a certificate, PEM, which begins with -----BEGIN CERTIFICATE-----',
    about: 'Authority that issued the certificate of PostgreSQL, for verify-full. Left out: those that every machine believes.',
    // No secret, but a file as often as not.
    secret: true,
  }),
  DATABASE_POOL_MAX: variable({
    schema: whole(1, 100),
    expected: 'a number of connections, 1–100',
    about: 'Connections that one process may open.',
    standard: '10',
  }),
  TEST_DATABASE_URL: variable({
    schema: postgresUrl,
    expected: 'postgresql://user:password@host:5432/database',
    about: 'Server for the test suite, instead of the one it starts. Only the tests read it.',
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
  SESSION_KEY: variable({
    schema: z.string().min(64),
    expected: '64 characters or more, for example of: openssl rand -hex 64',
    about: 'Key for sessions, the same in all replicas. Required outside dev and test; there a random one is made at each start.',
    secret: true,
    usedBy: web,
  }),
  SESSION_KEY_PREVIOUS: variable({
    schema: z.string().min(64),
    expected: '64 characters or more: the SESSION_KEY that was replaced',
    about: 'Former key, so that replacing it ends no session. Take it away after SESSION_ABSOLUTE_HOURS.',
    secret: true,
    usedBy: web,
  }),
  SESSION_IDLE_MINUTES: variable({
    schema: whole(1, 1440),
    expected: 'minutes, 1–1440',
    about: 'A session ends after so many minutes without a request.',
    standard: '15',
    usedBy: web,
  }),
  SESSION_IDLE_MINUTES_ADMIN: variable({
    schema: whole(1, 1440),
    expected: 'minutes, 1–1440',
    about: 'The same for administrators.',
    standard: '10',
    usedBy: web,
  }),
  SESSION_ABSOLUTE_HOURS: variable({
    schema: whole(1, 168),
    expected: 'hours, 1–168',
    about: 'A session ends after so many hours, whatever happens in it.',
    standard: '12',
    usedBy: web,
  }),
  COOKIE_SECURE: variable({
    schema: flag,
    expected: 'true or false',
    about: 'Whether cookies are sent over HTTPS only. Left out: true when PUBLIC_URL is https.',
    example: 'true',
    usedBy: web,
  }),
  PINNED_SETTINGS: variable({
    schema: pinnedSettings,
    expected: 'a JSON object of settings by their names, such as {"auth.lock_minutes":30}',
    about: 'Settings that the environment file decides: nobody can change them in the app.',
    example: '{}',
    usedBy: ['serve', 'import'],
  }),
  IMPORT_MAX_MB: variable({
    schema: whole(1, 100_000),
    expected: 'a size in MB, 1–100000',
    about: 'Largest request that brings data to import. A proxy in front has a limit of its own; the command line has none.',
    standard: '50',
    usedBy: web,
  }),
  AUDIT_SINK: variable({
    schema: list((item) => item === 'stdout' || item === 'db'),
    expected: 'stdout, db or both separated by a comma',
    about: 'Where audit records go.',
    standard: 'stdout,db',
    usedBy: web,
  }),
  AUDIT_VOLUME_MB: variable({
    schema: whole(0, 10_000_000),
    expected: 'a size in MB, 0–10000000 (0 for no limit)',
    about: 'Room for the audit log. Beyond 75 % of it an alarm is raised; nothing is refused or removed because of it.',
    standard: '2048',
    usedBy: web,
  }),
  NEO4J_URI: variable({
    schema: url(/^(bolt|neo4j)(\+s|\+ssc)?:\/\/[^/]+/),
    expected: 'a bolt or neo4j address, such as bolt://neo4j.shared-infra.svc.cluster.local:7687',
    about: 'Graph database. Left out: no graph, PostgreSQL answers instead.',
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
    // The name of the environment, which need not be that of its stage.
    schema: z.string().regex(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/),
    expected: 'a short name such as dev: small letters, digits and "-", beginning with a letter',
    about: 'Namespace in a Neo4j that environments share. Left out: APP_ENV.',
    example: 'dev',
    usedBy: graphCommands,
  }),
  SEED_DEMO: variable({
    schema: flag,
    expected: 'true or false',
    about: 'Whether seed adds demo data. Left out: only in staging. Refused in prod.',
    example: 'false',
    usedBy: ['seed'],
  }),
  BOOTSTRAP_ADMIN_PASSWORD: variable({
    schema: z.string().min(8).max(128),
    expected: '8–128 characters, 15 or more outside dev and test',
    about: 'First password of admin, to be changed at the first sign-in. Left out: one is made and shown once.',
    secret: true,
    usedBy: ['seed'],
  }),
  DEMO_PASSWORD: variable({
    schema: z.string().min(8).max(128),
    expected: '8–128 characters',
    about: 'First password of all demo users. Left out: one is made and shown once.',
    secret: true,
    usedBy: ['seed'],
  }),
  SHOW_PASSWORD: variable({
    schema: flag,
    expected: 'true or false',
    about: 'Whether seed --json may hold the password that it made; else only a terminal shows it.',
    standard: 'false',
    usedBy: ['seed'],
  }),
  RESULT_FILE: variable({
    schema: z.string().startsWith('/'),
    expected: 'an absolute path',
    about: "File that also gets a command's JSON result, at most 4,000 bytes; a Job's termination message.",
    example: '/dev/termination-log',
  }),
};

export type VariableName = keyof typeof variables;

/** What is set, parsed; a variable that is not set and has no standard is left out. */
export type Values = { readonly [K in VariableName]?: (typeof variables)[K] extends Variable<infer T> ? T : never };

/** Whether a command reads a variable. */
export function isUsedBy(name: VariableName, command: AppCommand): boolean {
  const { usedBy }: Variable<unknown> = variables[name];
  return usedBy === undefined || usedBy.includes(command);
}
