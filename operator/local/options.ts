import { parseArgs } from 'node:util';

/** Options on the command line of `npm start`. */
export interface LocalOptions {
  /** Seed the demo data on top of the base content. */
  readonly demo: boolean;
  /** Delete the local database and everything stored with it, then start over. */
  readonly fresh: boolean;
  /** Answer yes to every question. */
  readonly yes: boolean;
  readonly help: boolean;
  /** Port of the app; unset means the default or PORT. */
  readonly port?: number;
  /** Folder that keeps the database, passwords and logs; unset means the default or AHLT_DATA. */
  readonly data?: string;
}

/**
 * Configuration from the developer's environment. Everything else in it is passed to the app's
 * commands unchanged.
 */
export interface LocalConfig {
  /** An external database; unset means the embedded PostgreSQL. */
  readonly databaseUrl?: string;
  /** A Neo4j to synchronize; unset means no graph. */
  readonly graph?: { readonly uri: string; readonly user: string; readonly password: string };
  readonly host: string;
  readonly port?: number;
  readonly data?: string;
  /** Options that npm consumed because `--` was missing: `npm start --demo`. */
  readonly swallowed: { readonly demo: boolean; readonly fresh: boolean; readonly port?: number };
  /** Whether `npm start` runs it; npm passes signals on. */
  readonly isUnderNpm: boolean;
}

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly string[] };

export const defaultPort = 8080;

/** From a port to that of its metrics: 9464, the usual one, for the default port. */
const metricsDistance = 1384;

/** The port of the metrics beside an app, so that environments with ports of their own do not meet. */
export const metricsPortOf = (port: number): number =>
  port + metricsDistance <= 65_535 ? port + metricsDistance : port - metricsDistance;

export const usage = `Usage: npm start -- [options]

Starts the environment "dev" on this computer: PostgreSQL, migrations, seed data and the app.

  --demo          add the demo data (people, committees, meetings, proposals)
  --fresh         delete the local database and start over; asks first
  --yes           do not ask for confirmation
  --port <n>      port of the app (default ${defaultPort}, or PORT)
  --data <dir>    folder of the database, passwords and logs (default .data, or AHLT_DATA)
  --help          this text

  npm run ahlt -- <command>   run a command of the app on this environment, running or not:
                  status, import, export, audit, account …

  DATABASE_URL    use this database instead of the embedded PostgreSQL
  NEO4J_URI       keep this Neo4j up to date (with NEO4J_USER, NEO4J_PASSWORD); without it there is no graph
`;

const known = {
  demo: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  yes: { type: 'boolean', short: 'y', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  port: { type: 'string' },
  data: { type: 'string' },
} as const;

/**
 * Parses the arguments after `npm start --`. Refuses invalid ones with the reason; never guesses.
 */
export function parseOptions(argv: readonly string[]): Parsed<LocalOptions> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: known,
      strict: true,
      allowPositionals: false,
    });
    const port = parsePort(values.port, '--port');
    const problems = [...port.problems, ...(values.data === '' ? ['--data needs a folder'] : [])];
    if (problems.length > 0) return { ok: false, problems };
    const { demo, fresh, yes, help } = values;
    return {
      ok: true,
      value: {
        demo,
        fresh,
        yes,
        help,
        ...optional('port', port.value),
        ...optional('data', values.data),
      },
    };
  } catch (error) {
    // The first sentence of parseArgs explains the error; the rest is about positional arguments,
    // which do not exist here.
    if (error instanceof TypeError)
      return { ok: false, problems: [error.message.split('. ')[0] ?? error.message] };
    throw error;
  }
}

/** Reads what concerns `npm start` from the given environment; lists all problems at once. */
export function parseLocalConfig(env: Environment): Parsed<LocalConfig> {
  const read = (name: string) => env[name] || undefined;
  const port = parsePort(read('PORT'), 'PORT');
  const swallowedPort = parsePort(read('npm_config_port'), '--port');
  const uri = read('NEO4J_URI');
  const password = read('NEO4J_PASSWORD');
  const problems = [
    ...port.problems,
    ...swallowedPort.problems,
    ...urlProblems('DATABASE_URL', read('DATABASE_URL'), ['postgresql:', 'postgres:']),
    ...urlProblems('NEO4J_URI', uri, [
      'bolt:',
      'bolt+s:',
      'bolt+ssc:',
      'neo4j:',
      'neo4j+s:',
      'neo4j+ssc:',
    ]),
    ...(uri !== undefined && password === undefined
      ? ['NEO4J_URI needs NEO4J_PASSWORD, which is not set']
      : []),
    ...fileVariables
      .filter(read)
      .map((name) => `${name} is not read by npm start; set ${name.replace('_FILE', '')}`),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      host: read('HOST') ?? '127.0.0.1',
      swallowed: {
        demo: env['npm_config_demo'] === 'true',
        fresh: env['npm_config_fresh'] === 'true',
        ...optional('port', swallowedPort.value),
      },
      isUnderNpm: env['npm_lifecycle_event'] === 'start',
      ...optional('databaseUrl', read('DATABASE_URL')),
      ...optional(
        'graph',
        uri && password && { uri, user: read('NEO4J_USER') ?? 'neo4j', password },
      ),
      ...optional('port', port.value),
      ...optional('data', read('AHLT_DATA')),
    },
  };
}

// The app accepts secrets as files too, but npm start needs these two before the app runs.
const fileVariables = ['DATABASE_URL_FILE', 'NEO4J_PASSWORD_FILE'];

function parsePort(
  text: string | undefined,
  name: string,
): { readonly value?: number; readonly problems: readonly string[] } {
  if (text === undefined) return { problems: [] };
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 65_535) return { value, problems: [] };
  return { problems: [`${name} "${text}" is not a port; give a number from 1 to 65535`] };
}

function urlProblems(
  name: string,
  text: string | undefined,
  schemes: readonly string[],
): readonly string[] {
  if (
    text === undefined ||
    schemes.some((scheme) => text.startsWith(`${scheme}//`) && URL.canParse(text))
  )
    return [];
  // The value may contain a password: name it, never show it.
  return [`${name} is not a URL of the form ${schemes[0]}//…`];
}

/** Sets a property only if it has a value. */
function optional<K extends string, T>(
  key: K,
  value: T | '' | undefined,
): { readonly [P in K]?: T } {
  return (value === undefined || value === '' ? {} : { [key]: value }) as { readonly [P in K]?: T };
}
