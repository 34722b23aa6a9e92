import type {
  AlterTableCmd,
  AlterTableStmt,
  Constraint,
  CreateStmt,
  Node,
  RangeVar,
} from 'libpg-query';
import { tableName } from '#app/db/grading/verdict.ts';
import type { Migration } from '#app/db/migration.ts';
import { loadSqlParser } from '#app/db/sql-parser.ts';

/** The statements blocked on a table, from least to most. */
const strengths = [
  'writes of the rows that match',
  'writes of every row',
  'writes',
  'reads and writes',
] as const;

/** The lock of a migration on one table; PostgreSQL holds it until the transaction ends. */
export interface Wait {
  readonly table: string;
  readonly of: (typeof strengths)[number];
}

/**
 * Tables on which each migration blocks the running app, by the locks of PostgreSQL 17. Tables
 * created by the migrations do not count: they are not used yet. The duration depends on the number
 * of rows, which is unknown here.
 */
export async function waitsOf(migrations: readonly Migration[]): Promise<Wait[][]> {
  if (migrations.length === 0) return [];
  const parse = await loadSqlParser();
  const made = new Set<string>();
  return migrations.map(({ statements }) => {
    const waits = statements.flatMap(parse).flatMap((statement) => {
      const found = waitsAt(statement);
      if ('CreateStmt' in statement) made.add(tableName(statement.CreateStmt.relation));
      return found.filter(({ table }) => !made.has(table));
    });
    return strongest(waits);
  });
}

/** The strongest lock per table. */
export function strongest(waits: readonly Wait[]): Wait[] {
  const byTable = Map.groupBy(waits, ({ table }) => table);
  return [...byTable.values()].flatMap(
    (all) => all.toSorted((a, b) => strengths.indexOf(b.of) - strengths.indexOf(a.of))[0] ?? [],
  );
}

const everything = (table: string): Wait[] => [{ table, of: 'reads and writes' }];
const writes = (table: string): Wait[] => [{ table, of: 'writes' }];
const rows = (relation: RangeVar | undefined, filter: Node | undefined): Wait[] => [
  {
    table: tableName(relation),
    of: filter === undefined ? 'writes of every row' : 'writes of the rows that match',
  },
];
const named = (relations: readonly Node[] = []): string[] =>
  relations.flatMap((node) => ('RangeVar' in node ? tableName(node.RangeVar) : []));

/**
 * Locks of one statement. For a dropped index the statement does not name the table, so the index
 * stands for it.
 */
function waitsAt(statement: Node): Wait[] {
  if ('AlterTableStmt' in statement) return alterTable(statement.AlterTableStmt);
  if ('CreateStmt' in statement) return referencedBy(statement.CreateStmt);
  if ('IndexStmt' in statement)
    return statement.IndexStmt.concurrent === true
      ? []
      : writes(tableName(statement.IndexStmt.relation));
  if ('CreateTrigStmt' in statement) return writes(tableName(statement.CreateTrigStmt.relation));
  if ('UpdateStmt' in statement)
    return rows(statement.UpdateStmt.relation, statement.UpdateStmt.whereClause);
  if ('DeleteStmt' in statement)
    return rows(statement.DeleteStmt.relation, statement.DeleteStmt.whereClause);
  if ('TruncateStmt' in statement)
    return named(statement.TruncateStmt.relations).flatMap(everything);
  if ('RenameStmt' in statement)
    return statement.RenameStmt.relation === undefined
      ? []
      : everything(tableName(statement.RenameStmt.relation));
  if (!('DropStmt' in statement)) return [];
  const { removeType, concurrent = false, objects = [] } = statement.DropStmt;
  return removeType === 'OBJECT_TABLE' || (removeType === 'OBJECT_INDEX' && !concurrent)
    ? objects.map(pathOf).flatMap(everything)
    : [];
}

const pathOf = (node: Node): string =>
  'List' in node
    ? (node.List.items ?? [])
        .flatMap((item) => ('String' in item ? (item.String.sval ?? []) : []))
        .join('.')
    : '?';

function alterTable({ relation, cmds = [] }: AlterTableStmt): Wait[] {
  const table = tableName(relation);
  return cmds.flatMap((node) => ('AlterTableCmd' in node ? clause(table, node.AlterTableCmd) : []));
}

/** Clauses with less than the strongest lock; all others block readers too. */
const beside =
  /^AT_(ValidateConstraint|SetStatistics|ClusterOn|DropCluster|SetOptions|ResetOptions|SetRelOptions|ResetRelOptions)$/;
const keepsWritesOut = /^AT_(Enable|Disable)(Always|Replica)?Trig(All|User)?$/;

function clause(table: string, { subtype = 'AT_AddColumn', def }: AlterTableCmd): Wait[] {
  if (beside.test(subtype)) return [];
  if (keepsWritesOut.test(subtype)) return writes(table);
  const constraints =
    subtype === 'AT_AddConstraint'
      ? [def]
      : def && 'ColumnDef' in def
        ? (def.ColumnDef.constraints ?? [])
        : [];
  const references = constraints.flatMap((node) =>
    node && 'Constraint' in node ? referenced(node.Constraint) : [],
  );
  const isForeignKey = subtype === 'AT_AddConstraint' && references.length > 0;
  return [...(isForeignKey ? writes(table) : everything(table)), ...references.flatMap(writes)];
}

/** A foreign key also blocks writes to the referenced table. */
function referencedBy({ tableElts = [] }: CreateStmt): Wait[] {
  const constraints = tableElts.flatMap((element) =>
    'ColumnDef' in element
      ? (element.ColumnDef.constraints ?? [])
      : 'Constraint' in element
        ? [element]
        : [],
  );
  return constraints
    .flatMap((node) => ('Constraint' in node ? referenced(node.Constraint) : []))
    .flatMap(writes);
}

const referenced = ({ contype, pktable }: Constraint): string[] =>
  contype === 'CONSTR_FOREIGN' ? [tableName(pktable)] : [];
