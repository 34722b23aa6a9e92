import type { ClientBase } from 'pg';

/** A column as described by the database. */
export interface Column {
  /** `relations`, or `ledger.migrations` outside `public`. */
  readonly table: string;
  readonly column: string;
  /** Name of its type in the catalog: `int8`, `_text`. */
  readonly type: string;
  readonly nullable: boolean;
  /** Has a default and may be omitted from an insert. */
  readonly optional: boolean;
  /** Computed by the database: `generated always`. */
  readonly computed: boolean;
}

/** Returns all columns of our own tables and views, in order. */
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

/** TypeScript types of values read, as the driver returns them. */
const readTypes: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  // 64 bits: a decimal string, as the driver returns it.
  int8: 'string',
  xid8: 'string',
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
  tsvector: 'string',
  day_multirange: 'string',
};

/** Types that accept more when written than they return when read. */
const writeTypes: Readonly<Record<string, string>> = { Date: 'Date | string', Json: 'unknown' };

/**
 * Returns the TypeScript source of tables: an interface each, and `DB` with all of them by their
 * SQL names.
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
