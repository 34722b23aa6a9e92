import type { ClientBase } from 'pg';

/** One column as the database describes it. */
export interface Column {
  /** `relations`, or `ledger.migrations` outside `public`. */
  readonly table: string;
  readonly column: string;
  /** Name of its type in the catalogue: `int8`, `_text`. */
  readonly type: string;
  readonly nullable: boolean;
  /** May be left out of an insert: it has a default. */
  readonly optional: boolean;
  /** Computed by the database alone: `generated always`. */
  readonly computed: boolean;
}

/** Every column of our own tables and views, in their order. */
export async function readColumns(client: ClientBase): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select
       case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as "table",
       a.attname as "column",
       t.typname as "type",
       not a.attnotnull as nullable,
       (d.oid is not null or a.attidentity = 'd') as optional,
       (a.attgenerated <> '' or a.attidentity = 'a') as computed
     from pg_attribute a
       join pg_class c on c.oid = a.attrelid
       join pg_namespace n on n.oid = c.relnamespace
       join pg_type t on t.oid = a.atttypid
       left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where n.nspname in ('public', 'ledger') and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
     order by 1, a.attnum`,
  );
  return rows;
}

/** What a column's type is in TypeScript when read, as the driver gives it. */
const readTypes: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  // 64 bits: decimal text, as the driver gives it.
  int8: 'string',
  float4: 'number',
  float8: 'number',
  text: 'string',
  varchar: 'string',
  uuid: 'string',
  date: 'Date',
  timestamp: 'Date',
  timestamptz: 'Date',
  json: 'Json',
  jsonb: 'Json',
  bytea: 'Buffer',
};

/** Types that take more when written than they give when read. */
const writeTypes: Readonly<Record<string, string>> = { Date: 'Date | string', Json: 'unknown' };

/**
 * The TypeScript source for tables: one interface each, and `DB` with all of them by the name that
 * SQL uses.
 */
export function typesSource(columns: readonly Column[]): string {
  const tables = Map.groupBy(columns, ({ table }) => table);
  const interfaces = [...tables].map(
    ([table, own]) =>
      `export interface ${interfaceName(table)} {\n${own.map((column) => `  ${column.column}: ${columnType(column)};\n`).join('')}}\n`,
  );
  const members = [...tables.keys()].map(
    (table) => `  ${table.includes('.') ? `'${table}'` : table}: ${interfaceName(table)};\n`,
  );
  return [
    '// Written by app/db/generate.ts from the migrated database. Run it again after a new migration.',
    "import type { ColumnType } from 'kysely';",
    '',
    'export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };',
    '',
    ...interfaces,
    `export interface DB {\n${members.join('')}}\n`,
  ].join('\n');
}

function columnType({ table, column, type, nullable, optional, computed }: Column): string {
  const base = type.startsWith('_')
    ? `${readType(type.slice(1), table, column)}[]`
    : readType(type, table, column);
  const orNull = (text: string) => (nullable ? `${text} | null` : text);
  const write = writeTypes[base] ?? base;
  if (computed) return `ColumnType<${orNull(base)}, never, never>`;
  if (optional || nullable)
    return `ColumnType<${orNull(base)}, ${orNull(write)} | undefined, ${orNull(write)}>`;
  return write === base ? base : `ColumnType<${base}, ${write}, ${write}>`;
}

function readType(type: string, table: string, column: string): string {
  const known = readTypes[type];
  if (known === undefined)
    throw new Error(
      `${table}.${column} is ${type}: say in type-source.ts what that is in TypeScript`,
    );
  return known;
}

const interfaceName = (table: string): string =>
  table
    .split(/[._]/)
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
