import type { DatabaseRequest } from '../clients/postgres.ts';
import { runtimeRole } from '../clients/postgres.ts';

/** A database requested outside a cluster: everything follows from the app's two connections. */
export interface Request {
  readonly adminUrl: string;
  readonly database: DatabaseRequest;
}

export type ParsedRequest =
  | { readonly ok: true; readonly request: Request }
  | { readonly ok: false; readonly problems: readonly string[] };

const names = ['ADMIN_DATABASE_URL', 'MIGRATOR_DATABASE_URL', 'RUNTIME_DATABASE_URL'] as const;
type Name = (typeof names)[number];

/**
 * Parses the request in the environment of the process. Each URL may also be given as a file,
 * `<NAME>_FILE`.
 * @param read returns the content of a file; throws if it cannot
 */
export function parseRequest(
  environment: Readonly<Record<string, string | undefined>>,
  read: (path: string) => string,
): ParsedRequest {
  const problems: string[] = [];
  const url = (name: Name): URL | undefined => {
    const { text, unreadable } = given(environment, name, read);
    if (unreadable !== undefined) {
      problems.push(`${name}_FILE=${unreadable} cannot be read`);
      return undefined;
    }
    if (text !== undefined && URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol))
      return new URL(text);
    problems.push(
      `${name}, or ${name}_FILE, must be postgresql://user:password@host:5432/database`,
    );
    return undefined;
  };
  const [admin, migrator, runtime] = names.map(url);
  if (!admin || !migrator || !runtime) return { ok: false, problems };

  const name = decodeURIComponent(migrator.username);
  const expected = [
    [
      migrator.pathname,
      `/${name}`,
      'MIGRATOR_DATABASE_URL must name a database with the name of its user',
    ],
    [runtime.pathname, `/${name}`, `RUNTIME_DATABASE_URL must name the database ${name}`],
    [
      decodeURIComponent(runtime.username),
      runtimeRole(name),
      `RUNTIME_DATABASE_URL must name the user ${runtimeRole(name)}`,
    ],
  ].filter(([found, wanted]) => found !== wanted);
  if (expected.length > 0)
    return { ok: false, problems: expected.map(([, , problem]) => String(problem)) };

  const database = {
    name,
    migratorPassword: decodeURIComponent(migrator.password),
    runtimePassword: decodeURIComponent(runtime.password),
    owner: environment['DATABASE_OWNER'] || `local/${name}`,
  };
  return { ok: true, request: { adminUrl: admin.href, database } };
}

function given(
  environment: Readonly<Record<string, string | undefined>>,
  name: Name,
  read: (path: string) => string,
): { text?: string; unreadable?: string } {
  const path = environment[`${name}_FILE`];
  if (environment[name]) return { text: environment[name] };
  if (!path) return {};
  try {
    return { text: read(path).trim() };
  } catch {
    return { unreadable: path };
  }
}
