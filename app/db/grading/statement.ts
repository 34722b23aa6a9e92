import type { DropStmt, Node, ObjectType, RenameStmt } from 'libpg-query';
import { gradeAlterTable } from './alter-table.ts';
import {
  gradeCalls,
  gradeDelete,
  gradeInsert,
  gradeMerge,
  gradeNested,
  gradeSelect,
  gradeUpdate,
} from './rows.ts';
import {
  destructive,
  dotted,
  listed,
  locking,
  type NewObjects,
  safe,
  tableName,
  together,
  type Verdict,
} from './verdict.ts';

/**
 * Grades one parsed statement and records in `made` what it creates. Statements of unlisted kinds
 * are destructive, because they could do anything.
 */
export function gradeStatement(statement: Node, made: NewObjects): Verdict {
  const [kind, body] = Object.entries(statement)[0] ?? ['nothing', undefined];
  const grader = graders[kind as Kind] as
    | ((body: unknown, made: NewObjects) => Verdict)
    | undefined;
  return grader?.(body, made) ?? destructive(`runs a statement that can't be graded (${kind})`);
}

type Kind = Node extends infer N ? (N extends unknown ? keyof N : never) : never;
type Body<K extends Kind> = Node extends infer N
  ? N extends Record<K, infer B>
    ? B
    : never
  : never;

const graders: { readonly [K in Kind]?: (body: Body<K>, made: NewObjects) => Verdict } = {
  CreateStmt: ({ relation, if_not_exists, inhRelations, partbound }, made) => {
    const table = tableName(relation);
    if (partbound !== undefined || (inhRelations ?? []).length > 0)
      return locking(`creates ${table} as part of another table`);
    if (if_not_exists !== true) made.addTable(table);
    return safe(`creates table ${table}`);
  },
  CreateTableAsStmt: ({ into, query, if_not_exists, objtype }, made) => {
    const table = tableName(into?.rel);
    const kind = objtype === 'OBJECT_MATVIEW' ? 'materialized view' : 'table';
    if (if_not_exists !== true) made.addTable(table);
    return together([
      safe(`creates ${kind} ${table} from a query`),
      ...gradeNested(query, made),
      ...gradeCalls(query, made),
    ]);
  },
  IndexStmt: ({ relation, concurrent = false, unique = false, idxname, if_not_exists }, made) => {
    const table = tableName(relation);
    if (idxname !== undefined && if_not_exists !== true) made.add('index', idxname);
    const index = unique ? 'unique index' : 'index';
    if (made.hasTable(table)) return safe(`creates ${index} on ${table}`);
    if (concurrent) return safe(`creates ${index} concurrently on ${table}`);
    return locking(`creates ${index} on ${table}, which blocks writes`);
  },
  AlterTableStmt: gradeAlterTable,
  DropStmt: gradeDrop,
  RenameStmt: gradeRename,
  TruncateStmt: ({ relations = [] }, made) => {
    const tables = relations.map((node) => ('RangeVar' in node ? tableName(node.RangeVar) : '?'));
    const effect = `empties ${tables.join(', ')}`;
    return tables.every((table) => made.hasTable(table)) ? safe(effect) : destructive(effect);
  },
  InsertStmt: gradeInsert,
  UpdateStmt: gradeUpdate,
  DeleteStmt: gradeDelete,
  MergeStmt: gradeMerge,
  SelectStmt: gradeSelect,
  CreateFunctionStmt: ({ funcname, replace = false }, made) => {
    const name = dotted(funcname);
    if (!replace) made.add('function', name);
    return safe(`${replace ? 'replaces' : 'creates'} function ${name}`);
  },
  CreateTrigStmt: ({ trigname = '?', relation, replace = false }, made) => {
    if (!replace) made.add('trigger', trigname);
    return safe(
      `${replace ? 'replaces' : 'creates'} trigger ${trigname} on ${tableName(relation)}`,
    );
  },
  ViewStmt: ({ view, replace = false }, made) => {
    if (!replace) made.add('view', tableName(view));
    return safe(`${replace ? 'replaces' : 'creates'} view ${tableName(view)}`);
  },
  CreateSeqStmt: ({ sequence, if_not_exists }, made) =>
    created('sequence', tableName(sequence), made, if_not_exists),
  CreateEnumStmt: ({ typeName }, made) => created('type', dotted(typeName), made),
  CompositeTypeStmt: ({ typevar }, made) => created('type', tableName(typevar), made),
  CreateRangeStmt: ({ typeName }, made) => created('type', dotted(typeName), made),
  CreateDomainStmt: ({ domainname }, made) => created('domain', dotted(domainname), made),
  CreateStatsStmt: () => safe('creates statistics'),
  AlterStatsStmt: () => safe('changes statistics'),
  CreateExtensionStmt: ({ extname = '?', if_not_exists }, made) =>
    created('extension', extname, made, if_not_exists),
  CreateSchemaStmt: ({ schemaname = '?', schemaElts = [], if_not_exists }, made) =>
    schemaElts.length === 0
      ? created('schema', schemaname, made, if_not_exists)
      : destructive(`creates schema ${schemaname} with objects that aren't graded`),
  CreatePolicyStmt: ({ policy_name = '?', table }, made) => {
    made.add('row policy', policy_name);
    return safe(`creates row policy ${policy_name} on ${tableName(table)}`);
  },
  AlterEnumStmt: ({ typeName, oldVal, newVal }) =>
    oldVal === undefined
      ? safe(`adds value ${newVal} to type ${dotted(typeName)}`)
      : destructive(`renames value ${oldVal} of type ${dotted(typeName)}`),
  AlterSeqStmt: ({ sequence }) => locking(`changes sequence ${tableName(sequence)}`),
  AlterFunctionStmt: ({ func, actions = [] }) =>
    actions.every((node) => 'DefElem' in node && node.DefElem.defname === 'set')
      ? safe(`changes settings of function ${dotted(func?.objname)}`)
      : locking('changes a function'),
  AlterDomainStmt: ({ typeName }) =>
    locking(`changes domain ${dotted(typeName)}, which scans every table that uses it`),
  AlterOwnerStmt: () => locking('changes an owner'),
  AlterObjectSchemaStmt: ({ relation }) =>
    destructive(`moves ${tableName(relation)} to another schema`),
  AlterPolicyStmt: ({ table }) => locking(`changes a row policy of ${tableName(table)}`),
  CommentStmt: () => safe('comments'),
  GrantStmt: ({ is_grant = false, objects = [] }, made) => {
    const onNew =
      objects.length > 0 &&
      objects.every((node) => 'RangeVar' in node && made.hasTable(tableName(node.RangeVar)));
    return is_grant || onNew
      ? safe(is_grant ? 'grants privileges' : 'revokes privileges on new tables')
      : locking('revokes privileges');
  },
  AlterDefaultPrivilegesStmt: () => safe('changes default privileges'),
  VariableSetStmt: ({ name = 'everything' }) => safe(`sets ${name}`),
  LockStmt: ({ relations = [] }) =>
    locking(
      `locks ${relations.map((node) => ('RangeVar' in node ? tableName(node.RangeVar) : '?')).join(', ')}`,
    ),
  VacuumStmt: ({ options }) =>
    hasOption(options, 'full')
      ? locking('rewrites tables (vacuum full)')
      : safe('vacuums or analyzes'),
  ReindexStmt: ({ params }) =>
    hasOption(params, 'concurrently')
      ? safe('rebuilds indexes concurrently')
      : locking('rebuilds indexes'),
  ClusterStmt: ({ relation }) =>
    locking(`rewrites ${tableName(relation)} in the order of an index`),
  RefreshMatViewStmt: ({ relation, concurrent = false }) =>
    concurrent
      ? safe(`refreshes ${tableName(relation)} concurrently`)
      : locking(`refreshes ${tableName(relation)}`),
  DoStmt: () => destructive("runs a block of code that can't be graded"),
};

/**
 * @param mayExist `if not exists`: the object may be an old one, and dropping it later would not be
 * harmless
 */
function created(kind: string, name: string, made: NewObjects, mayExist = false): Verdict {
  if (!mayExist) made.add(kind, name);
  return safe(`creates ${kind} ${name}`);
}

function hasOption(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some((node) => 'DefElem' in node && node.DefElem.defname === name);
}

/** Display names of the kinds of objects that a migration drops or renames. */
const kinds: { readonly [K in ObjectType]?: string } = {
  OBJECT_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_INDEX: 'index',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_SCHEMA: 'schema',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'row policy',
  OBJECT_EXTENSION: 'extension',
  OBJECT_COLUMN: 'column',
  OBJECT_TABCONSTRAINT: 'constraint',
};

/** Objects without data, which a later migration can recreate: dropping one only takes a lock. */
const rebuildable = new Set<ObjectType>([
  'OBJECT_INDEX',
  'OBJECT_TRIGGER',
  'OBJECT_POLICY',
  'OBJECT_FUNCTION',
  'OBJECT_STATISTIC_EXT',
]);

/** Named with their table when dropped, and without it when created. */
const ofTable = new Set<ObjectType>(['OBJECT_TRIGGER', 'OBJECT_POLICY']);

function gradeDrop(
  { objects = [], removeType = 'OBJECT_TABLE', behavior, concurrent = false }: DropStmt,
  made: NewObjects,
): Verdict {
  const names = objects.map(objectName);
  const cascade = behavior === 'DROP_CASCADE';
  const kind = kinds[removeType] ?? 'object';
  const shortName = (name: string) =>
    ofTable.has(removeType) ? (name.split('.').at(-1) ?? name) : name;
  const isNew = names.every((name) => made.has(kind, shortName(name)));
  for (const name of names) made.forget(kind, shortName(name));
  const effect = `drops ${kind} ${listed(names)}${cascade ? ' and everything that depends on it' : ''}`;
  if (cascade) return destructive(effect);
  if (isNew) return safe(effect);
  if (removeType === 'OBJECT_INDEX' && concurrent) return safe(`${effect} concurrently`);
  return rebuildable.has(removeType) ? locking(effect) : destructive(effect);
}

function objectName(node: Node): string {
  if ('List' in node) return dotted(node.List.items);
  if ('ObjectWithArgs' in node) return dotted(node.ObjectWithArgs.objname);
  if ('String' in node) return node.String.sval ?? '?';
  if ('TypeName' in node) return dotted(node.TypeName.names);
  return '?';
}

function gradeRename(
  { renameType = 'OBJECT_TABLE', relation, subname, newname = '?' }: RenameStmt,
  made: NewObjects,
): Verdict {
  const table = tableName(relation);
  const kind = kinds[renameType] ?? 'object';
  const old = [relation && table, subname].filter((part) => part !== undefined).join('.');
  const effect = `renames ${kind} ${old} to ${newname}`;
  if (renameType === 'OBJECT_INDEX' || renameType === 'OBJECT_TABCONSTRAINT') return safe(effect);
  if (made.hasTable(table) || (subname !== undefined && made.hasColumn(table, subname))) {
    if (renameType === 'OBJECT_TABLE') made.renameTable(table, newname);
    return safe(effect);
  }
  return destructive(`${effect}, and the running version no longer finds it`);
}
