import { setFlagsFromString } from 'node:v8';
import type { Node } from 'libpg-query';

/** Parses SQL into statements. Throws PostgreSQL's syntax error. */
export type ParseSql = (sql: string) => Node[];

/**
 * Loads PostgreSQL's own parser. It is WebAssembly that starts when its module is imported, so it
 * is imported here, on demand: V8 would use 500 MB to optimize it for a few dozen statements, and a
 * Job has 256 MB.
 */
export async function loadSqlParser(): Promise<ParseSql> {
  for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'])
    setFlagsFromString(flag);
  const { loadModule, parseSync } = await import('libpg-query');
  await loadModule();
  return (sql) => {
    const { stmts } = parseSync(sql) as { stmts?: { stmt?: Node }[] };
    return (stmts ?? []).flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
  };
}
