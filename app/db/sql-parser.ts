import { setFlagsFromString } from 'node:v8';
import type { Node } from 'libpg-query';

/** The statements of a text. Throws what PostgreSQL says about a text that isn't SQL. */
export type ParseSql = (sql: string) => Node[];

/**
 * PostgreSQL's own parser. It is WebAssembly that starts when its module is read, so it is read
 * here, by those who need it: V8 would take
 * 500 MB to optimize what reads a few dozen statements once, and a Job has 256 MB in all.
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
