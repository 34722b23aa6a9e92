import { readFileSync } from 'node:fs';
import { brokenRules, type ConfigProblem } from './config-rules.ts';
import {
  type AppCommand,
  isUsedBy,
  type Values,
  type Variable,
  type VariableName,
  variables,
} from './config-variables.ts';
import { AppError } from './errors.ts';
import type { MailerOptions } from './mail/index.ts';

export type { AppCommand } from './config-variables.ts';
export type Environment = 'dev' | 'staging' | 'prod' | 'test';
/**
 * TLS to PostgreSQL: `require` encrypts, `verify-full` also verifies the server; with `ca` against
 * that authority, PEM.
 */
type SslMode = 'disable' | 'require' | 'verify-full' | Readonly<{ ca: string }>;
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** The environment of the process, parsed once; no other code reads it. */
export type Config = Readonly<{
  environment: Environment;
  runMode: 'web' | 'migrate' | 'resync';
  logLevel: LogLevel;
  /** Absolute path to which a command also writes its JSON result. */
  resultFile: string | undefined;
  http: Readonly<{
    host: string;
    port: number;
    metricsPort: number;
    publicUrl: string | undefined;
    trustProxy: readonly string[];
  }>;
  database: Readonly<{ url: string; ssl: SslMode; poolMax: number }>;
  /** `undefined` without a graph; PostgreSQL answers instead. */
  graph: Readonly<{ uri: string; user: string; password: string }> | undefined;
  /** Namespace in a graph database shared by environments. */
  graphEnv: string;
  session: Readonly<{
    key: string | undefined;
    /** Previous key; its sessions remain valid. */
    previousKey: string | undefined;
    idleMinutes: number;
    idleMinutesAdmin: number;
    absoluteHours: number;
    cookieSecure: boolean;
  }>;
  seed: Readonly<{
    demo: boolean;
    adminPassword: string | undefined;
    demoPassword: string | undefined;
    showPassword: boolean;
  }>;
  /** `undefined`: no emails are sent. */
  mail: MailerOptions | undefined;
  auditSinks: readonly string[];
  /** Size limit of the audit log in bytes; 0 for none. */
  readonly auditVolume: number;
  imports: Readonly<{ maxBytes: number }>;
  /** Settings fixed by the environment file, by name. */
  pinnedSettings: Readonly<Record<string, string>>;
}>;

type RawEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration for a command. Throws `configuration` with all problems at once: variable,
 * value found (never a secret) and expected value. Checks only what the command uses, so a
 * migration does not fail because of a session key.
 */
export function readConfig(
  command: AppCommand,
  environment: RawEnvironment = process.env,
  readSecret = readSecretFile,
): Config {
  const { texts, problems } = collect(environment, command, readSecret);
  const values = parse(texts, problems, command);
  problems.push(...brokenRules(values, command, new Set(problems.map(({ variable }) => variable))));
  const strict =
    values.APP_ENV !== undefined && values.APP_ENV !== 'dev' && values.APP_ENV !== 'test';
  if (strict && texts.DATABASE_URL === undefined && isUsedBy('DATABASE_URL', command)) {
    problems.push({
      variable: 'DATABASE_URL',
      expected: `${variables.DATABASE_URL.expected} in ${values.APP_ENV}`,
    });
  }
  if (problems.length > 0) throw refused(problems);
  return freeze(assemble(values));
}

/** The command in `RUN_MODE`, used if the command line has none. Throws like `readConfig`. */
export function commandFromRunMode(
  environment: RawEnvironment = process.env,
): 'serve' | 'migrate' | 'resync' {
  const mode = environment['RUN_MODE'] || variables.RUN_MODE.standard;
  const parsed = variables.RUN_MODE.schema.safeParse(mode);
  if (!parsed.success)
    throw refused([
      { variable: 'RUN_MODE', found: quoted(mode ?? ''), expected: variables.RUN_MODE.expected },
    ]);
  return parsed.data === 'web' ? 'serve' : parsed.data;
}

/**
 * Where to write the result even if the configuration is invalid, so that the operator learns the
 * reason.
 */
export function resultFile(environment: RawEnvironment = process.env): string | undefined {
  const path = environment['RESULT_FILE'];
  return path?.startsWith('/') === true ? path : undefined;
}

function collect(
  environment: RawEnvironment,
  command: AppCommand,
  readSecret: (path: string) => string,
) {
  const texts: Partial<Record<VariableName, string>> = {};
  const problems: ConfigProblem[] = [];
  for (const [name, { secret }] of entries()) {
    if (!isUsedBy(name, command)) continue;
    const value = environment[name];
    const path = secret === true ? environment[`${name}_FILE`] : undefined;
    // Compose and shells set an empty variable for "not set".
    if (value !== undefined && value !== '') texts[name] = value;
    if (path === undefined || path === '') continue;
    if (texts[name] !== undefined) {
      problems.push({
        variable: name,
        found: `${name} and ${name}_FILE`,
        expected: 'one of the two',
      });
      continue;
    }
    try {
      // Editors and echo append a newline that is not part of the secret.
      texts[name] = readSecret(path).replace(/\r?\n$/, '');
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
      problems.push({
        variable: name,
        found: `${name}_FILE=${path}${reason}`,
        expected: 'a file that can be read',
      });
    }
  }
  return { texts, problems };
}

function parse(
  texts: Partial<Record<VariableName, string>>,
  problems: ConfigProblem[],
  command: AppCommand,
): Values {
  const values: Partial<Record<VariableName, unknown>> = {};
  for (const [name, { schema, standard, expected, secret }] of entries()) {
    const text = texts[name] ?? (isUsedBy(name, command) ? standard : undefined);
    if (text === undefined) continue;
    const parsed = schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else
      problems.push({
        variable: name,
        found: secret === true ? masked(text) : quoted(text),
        expected,
      });
  }
  return values as Values;
}

function assemble(values: Values): Config {
  const environment = values.APP_ENV ?? 'dev';
  const relaxed = environment === 'dev' || environment === 'test';
  const { NEO4J_URI: uri, NEO4J_USER: user = 'neo4j', NEO4J_PASSWORD: password = '' } = values;
  return {
    environment,
    runMode: values.RUN_MODE ?? 'web',
    logLevel: values.LOG_LEVEL ?? 'info',
    resultFile: values.RESULT_FILE,
    http: {
      host: values.HOST ?? '127.0.0.1',
      port: values.PORT ?? 8080,
      metricsPort: values.METRICS_PORT ?? 9464,
      publicUrl: values.PUBLIC_URL,
      trustProxy: values.TRUST_PROXY ?? [],
    },
    database: {
      url: values.DATABASE_URL ?? '',
      ssl: assembleSsl(values, relaxed),
      poolMax: values.DATABASE_POOL_MAX ?? 10,
    },
    graph: uri === undefined ? undefined : { uri, user, password },
    graphEnv: values.GRAPH_ENV ?? environment,
    session: assembleSession(values),
    seed: {
      demo: values.SEED_DEMO ?? environment === 'staging',
      adminPassword: values.BOOTSTRAP_ADMIN_PASSWORD,
      demoPassword: values.DEMO_PASSWORD,
      showPassword: values.SHOW_PASSWORD ?? false,
    },
    mail: assembleMail(values),
    auditSinks: values.AUDIT_SINK ?? ['stdout', 'db'],
    auditVolume: (values.AUDIT_VOLUME_MB ?? 2048) * 1024 * 1024,
    imports: { maxBytes: (values.IMPORT_MAX_MB ?? 50) * 1024 * 1024 },
    pinnedSettings: values.PINNED_SETTINGS ?? {},
  };
}

function assembleMail({ SMTP_URL, SMTP_USER, SMTP_PASSWORD, MAIL_FROM }: Values): Config['mail'] {
  if (SMTP_URL === undefined) return undefined;
  const auth =
    SMTP_USER !== undefined && SMTP_PASSWORD !== undefined
      ? { user: SMTP_USER, pass: SMTP_PASSWORD }
      : undefined;
  return { url: SMTP_URL, from: MAIL_FROM ?? '', ...(auth && { auth }) };
}

function assembleSsl({ DATABASE_SSL, DATABASE_CA }: Values, relaxed: boolean): SslMode {
  const mode = DATABASE_SSL ?? (relaxed ? 'disable' : 'verify-full');
  return mode === 'verify-full' && DATABASE_CA !== undefined ? { ca: DATABASE_CA } : mode;
}

function assembleSession(values: Values): Config['session'] {
  return {
    key: values.SESSION_KEY,
    previousKey: values.SESSION_KEY_PREVIOUS,
    idleMinutes: values.SESSION_IDLE_MINUTES ?? 15,
    idleMinutesAdmin: values.SESSION_IDLE_MINUTES_ADMIN ?? 10,
    absoluteHours: values.SESSION_ABSOLUTE_HOURS ?? 12,
    cookieSecure: values.COOKIE_SECURE ?? values.PUBLIC_URL?.startsWith('https:') ?? false,
  };
}

function refused(problems: readonly ConfigProblem[]): AppError {
  const lines = problems.map(
    ({ variable, found, expected }) =>
      `${variable} ${found === undefined ? 'is not set' : `is ${found}`}: expected ${expected}`,
  );
  return new AppError('configuration', { message: lines.join('\n'), details: { problems } });
}

const entries = () => Object.entries(variables) as [VariableName, Variable<unknown>][];
const quoted = (text: string) => JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);
const masked = (text: string) => `••• (${text.length} characters)`;

function readSecretFile(path: string): string {
  return readFileSync(path, 'utf8');
}

function freeze<T extends object>(config: T): T {
  for (const part of Object.values(config))
    if (typeof part === 'object' && part !== null) freeze(part as object);
  return Object.freeze(config);
}
