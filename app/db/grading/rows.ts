import type { InsertStmt, MergeStmt, Node, SelectStmt, UpdateStmt } from 'libpg-query';
import {
  destructive,
  dotted,
  findAll,
  locking,
  type NewObjects,
  safe,
  tableName,
  together,
  type Verdict,
} from './verdict.ts';

/**
 * Grades `update`: filling columns that the same plan added loses nothing, anything else overwrites
 * values.
 */
export function gradeUpdate(
  { relation, targetList = [], withClause }: UpdateStmt,
  made: NewObjects,
): Verdict {
  const table = tableName(relation);
  const columns = targetList.map((node) =>
    'ResTarget' in node ? (node.ResTarget.name ?? '?') : '?',
  );
  return together([gradeAssignments(table, columns, made), ...gradeNested(withClause, made)]);
}

function gradeAssignments(table: string, columns: readonly string[], made: NewObjects): Verdict {
  if (made.hasTable(table)) return safe(`fills ${table}`);
  const names = columns.map((column) => `${table}.${column}`).join(', ');
  const onlyNew = columns.every((column) => made.hasColumn(table, column));
  return onlyNew
    ? locking(`fills ${names}, which locks the rows it changes`)
    : destructive(`overwrites ${names}`);
}

export function gradeDelete(
  statement: { relation?: Parameters<typeof tableName>[0]; withClause?: unknown },
  made: NewObjects,
): Verdict {
  const table = tableName(statement.relation);
  const own = made.hasTable(table)
    ? safe(`deletes rows of ${table}`)
    : destructive(`deletes rows of ${table}`);
  return together([own, ...gradeNested(statement.withClause, made)]);
}

export function gradeInsert(
  { relation, selectStmt, onConflictClause, withClause }: InsertStmt,
  made: NewObjects,
): Verdict {
  const table = tableName(relation);
  const overwrites = onConflictClause?.action === 'ONCONFLICT_UPDATE' && !made.hasTable(table);
  const own = overwrites
    ? destructive(`adds rows to ${table} and overwrites those that exist`)
    : safe(`adds rows to ${table}`);
  return together([
    own,
    ...gradeNested(withClause, made),
    ...gradeNested(selectStmt, made),
    ...gradeCalls(selectStmt, made),
  ]);
}

export function gradeMerge(
  { relation, mergeWhenClauses = [], withClause }: MergeStmt,
  made: NewObjects,
): Verdict {
  const table = tableName(relation);
  const onlyInserts = mergeWhenClauses.every(
    (node) =>
      'MergeWhenClause' in node &&
      ['CMD_INSERT', 'CMD_NOTHING'].includes(node.MergeWhenClause.commandType ?? ''),
  );
  const own =
    onlyInserts || made.hasTable(table)
      ? safe(`adds rows to ${table}`)
      : destructive(`overwrites or deletes rows of ${table}`);
  return together([own, ...gradeNested(withClause, made)]);
}

/**
 * Grades a query by its side effects: changes in a `with`, and function calls, which can do
 * anything.
 */
export function gradeSelect(statement: SelectStmt, made: NewObjects): Verdict {
  const creates =
    statement.intoClause === undefined
      ? []
      : [destructive(`creates table ${tableName(statement.intoClause.rel)} by select into`)];
  return together([
    safe('reads'),
    ...creates,
    ...gradeNested(statement, made),
    ...gradeCalls(statement, made),
  ]);
}

/** Changes nested inside another statement. */
export function gradeNested(root: unknown, made: NewObjects): Verdict[] {
  return [
    ...findAll(root, 'DeleteStmt').map((statement) =>
      gradeDelete(statement as Parameters<typeof gradeDelete>[0], made),
    ),
    ...findAll(root, 'UpdateStmt').map((statement) => gradeUpdate(statement as UpdateStmt, made)),
    ...findAll(root, 'MergeStmt').map((statement) => gradeMerge(statement as MergeStmt, made)),
    ...findAll(root, 'InsertStmt').map((statement) => gradeInsert(statement as InsertStmt, made)),
  ];
}

/** Built-in functions without side effects, as far as migrations use them. */
const harmless = new Set(
  'now count min max sum avg coalesce concat concat_ws lower upper left right trim btrim substring replace regexp_replace length char_length octet_length array_agg string_agg jsonb_agg json_agg jsonb_build_object json_build_object json_object_agg jsonb_object_agg unnest generate_series row_number gen_random_uuid pg_notify set_config current_setting to_char md5 abs round date_trunc timezone split_part exists any'.split(
    ' ',
  ),
);

export function gradeCalls(root: unknown, made: NewObjects): Verdict[] {
  const names = findAll(root, 'FuncCall').map((call) =>
    dotted((call as { funcname?: Node[] }).funcname),
  );
  return names
    .filter((name) => !harmless.has(name))
    .map((name) =>
      name === 'setval'
        ? locking('sets a sequence')
        : destructive(
            `calls ${name}${made.has('function', name) ? ' (created in this plan)' : ''}, whose effects can't be graded`,
          ),
    );
}
