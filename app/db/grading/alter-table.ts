import type {
  AlterTableCmd,
  AlterTableStmt,
  AlterTableType,
  ColumnDef,
  Constraint,
  Node,
  TypeName,
} from 'libpg-query';
import {
  destructive,
  dotted,
  locking,
  type NewObjects,
  safe,
  tableName,
  together,
  type Verdict,
} from './verdict.ts';

/**
 * Grades `alter table`, one verdict per clause, by what PostgreSQL 17 does: the lock it takes and
 * whether it scans or rewrites the table.
 */
export function gradeAlterTable(
  { relation, cmds = [] }: AlterTableStmt,
  made: NewObjects,
): Verdict {
  const table = tableName(relation);
  return together(
    cmds.map((node) =>
      'AlterTableCmd' in node
        ? gradeClause(table, node.AlterTableCmd, made)
        : destructive(`alters ${table}`),
    ),
  );
}

function gradeClause(table: string, clause: AlterTableCmd, made: NewObjects): Verdict {
  const { subtype, name = '', def, missing_ok: mayExist = false } = clause;
  const verdict =
    subtype === undefined ? undefined : clauses[subtype]?.({ table, name, def, made, mayExist });
  const known =
    verdict ?? destructive(`alters ${table} in a way that can't be graded (${subtype})`);
  return made.hasTable(table) ? safe(known.effect) : known;
}

interface Clause {
  readonly table: string;
  /** Column or constraint, depending on the clause. */
  readonly name: string;
  readonly def: Node | undefined;
  /** `if not exists`: the column may already exist and contain values. */
  readonly mayExist: boolean;
  readonly made: NewObjects;
}

const setting: (clause: Clause) => Verdict = ({ table }) => safe(`changes settings of ${table}`);
const trigger: (clause: Clause) => Verdict = ({ table, name }) =>
  locking(`switches triggers of ${table}${name && ` (${name})`}`);
const rowSecurity: (clause: Clause) => Verdict = ({ table }) =>
  locking(`changes row security of ${table}`);

const clauses: { readonly [K in AlterTableType]?: (clause: Clause) => Verdict } = {
  AT_AddColumn: ({ table, def, made, mayExist }) => {
    const column = def && 'ColumnDef' in def ? def.ColumnDef : {};
    if (!mayExist) made.addColumn(table, column.colname ?? '?');
    return addColumn(table, column);
  },
  AT_AddConstraint: ({ table, def }) =>
    addConstraint(table, def && 'Constraint' in def ? def.Constraint : {}),
  AT_AlterColumnType: ({ table, name, def, made }) =>
    made.hasColumn(table, name)
      ? safe(`changes the type of ${table}.${name}`)
      : changeType(`${table}.${name}`, def),
  AT_DropColumn: ({ table, name, made }) =>
    made.hasColumn(table, name)
      ? safe(`drops column ${table}.${name} again`)
      : destructive(`drops column ${table}.${name}`),
  AT_SetNotNull: ({ table, name }) =>
    locking(`sets ${table}.${name} not null, which scans ${table} and blocks all access`),
  AT_ColumnDefault: ({ table, name }) => safe(`changes the default of ${table}.${name}`),
  AT_DropNotNull: ({ table, name }) => safe(`makes ${table}.${name} nullable`),
  AT_ValidateConstraint: ({ table, name }) => safe(`validates constraint ${name} on ${table}`),
  AT_DropConstraint: ({ table, name }) => locking(`drops constraint ${name} of ${table}`),
  AT_AlterConstraint: ({ table, def }) =>
    locking(
      `changes constraint ${def && 'Constraint' in def ? def.Constraint.conname : '?'} of ${table}`,
    ),
  AT_SetExpression: ({ table, name }) =>
    destructive(`recomputes ${table}.${name}, which rewrites ${table}`),
  AT_DropExpression: ({ table, name }) => locking(`stops computing ${table}.${name}`),
  AT_AddIdentity: ({ table, name }) => locking(`makes ${table}.${name} an identity column`),
  AT_SetIdentity: ({ table, name }) => locking(`changes the identity of ${table}.${name}`),
  AT_DropIdentity: ({ table, name }) => locking(`drops the identity of ${table}.${name}`),
  AT_SetStatistics: setting,
  AT_SetOptions: setting,
  AT_ResetOptions: setting,
  AT_SetStorage: setting,
  AT_SetCompression: setting,
  AT_SetRelOptions: setting,
  AT_ResetRelOptions: setting,
  AT_ReplaceRelOptions: setting,
  AT_ClusterOn: setting,
  AT_DropCluster: setting,
  AT_ReplicaIdentity: setting,
  AT_ChangeOwner: ({ table }) => locking(`changes the owner of ${table}`),
  AT_SetLogged: ({ table }) => locking(`rewrites ${table} to log it`),
  AT_SetUnLogged: ({ table }) => destructive(`makes ${table} unlogged, so a crash empties it`),
  AT_SetAccessMethod: ({ table }) => locking(`rewrites ${table} for another access method`),
  AT_SetTableSpace: ({ table }) => locking(`moves ${table} to another tablespace`),
  AT_EnableTrig: trigger,
  AT_EnableAlwaysTrig: trigger,
  AT_EnableReplicaTrig: trigger,
  AT_DisableTrig: trigger,
  AT_EnableTrigAll: trigger,
  AT_DisableTrigAll: trigger,
  AT_EnableTrigUser: trigger,
  AT_DisableTrigUser: trigger,
  AT_EnableRowSecurity: rowSecurity,
  AT_DisableRowSecurity: rowSecurity,
  AT_ForceRowSecurity: rowSecurity,
  AT_NoForceRowSecurity: rowSecurity,
  AT_AddInherit: ({ table }) => locking(`makes ${table} inherit`),
  AT_DropInherit: ({ table }) => destructive(`removes the rows of ${table} from its parent`),
  AT_AttachPartition: ({ table }) => locking(`attaches a partition to ${table}, which scans it`),
  AT_DetachPartition: ({ table }) => destructive(`detaches a partition from ${table}`),
  AT_DetachPartitionFinalize: ({ table }) => destructive(`detaches a partition from ${table}`),
};

function addColumn(table: string, column: ColumnDef): Verdict {
  const name = `${table}.${column.colname ?? '?'}`;
  const adds = `adds column ${name}`;
  if (!typeIsKnown(column.typeName))
    return locking(`${adds} of type ${dotted(column.typeName?.names)}, which may rewrite ${table}`);
  const constraints = (column.constraints ?? []).flatMap((node) =>
    'Constraint' in node ? [node.Constraint] : [],
  );
  const costly = constraints
    .map(({ contype, raw_expr }) => columnCost(contype, raw_expr))
    .find((cost) => cost !== undefined);
  if (costly !== undefined) return locking(`${adds} ${costly}`);
  const required = constraints.some(({ contype }) => contype === 'CONSTR_NOTNULL');
  const filled = constraints.some(({ contype }) => contype === 'CONSTR_DEFAULT');
  return required && !filled
    ? locking(`${adds} not null without a default, which fails when ${table} has rows`)
    : safe(adds);
}

/** Why a constraint makes adding its column expensive; empty if it is free. */
function columnCost(
  contype: Constraint['contype'],
  expression: Node | undefined,
): string | undefined {
  switch (contype) {
    case 'CONSTR_NULL':
    case 'CONSTR_NOTNULL':
      return undefined;
    case 'CONSTR_DEFAULT':
      return isConstant(expression)
        ? undefined
        : 'with a default that differs by row, which rewrites the table';
    case 'CONSTR_GENERATED':
    case 'CONSTR_IDENTITY':
      return 'with computed values, which rewrites the table';
    case 'CONSTR_UNIQUE':
    case 'CONSTR_PRIMARY':
      return 'with an index, which blocks writes while it is built';
    default:
      return 'with a constraint, which scans the table';
  }
}

/**
 * Functions that are constant within a statement: PostgreSQL stores the value once instead of
 * rewriting every row.
 */
const evaluatedOnce = new Set([
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'current_setting',
]);

function isConstant(node: Node | undefined): boolean {
  if (node === undefined) return false;
  if ('A_Const' in node || 'SQLValueFunction' in node) return true;
  if ('TypeCast' in node) return isConstant(node.TypeCast.arg);
  if ('A_ArrayExpr' in node) return (node.A_ArrayExpr.elements ?? []).every(isConstant);
  if ('FuncCall' in node)
    return (
      evaluatedOnce.has(dotted(node.FuncCall.funcname)) &&
      (node.FuncCall.args ?? []).every(isConstant)
    );
  return false;
}

/**
 * Types without a constraint or computation of their own. A domain may have one, and the parser
 * cannot tell a domain from another type.
 */
const plainTypes = new Set(
  'bool int2 int4 int8 float4 float8 numeric text varchar bpchar char uuid json jsonb bytea date time timetz timestamp timestamptz interval inet cidr macaddr xml tsvector'.split(
    ' ',
  ),
);

const typeIsKnown = (type: TypeName | undefined): boolean => plainTypes.has(dotted(type?.names));

/** Types that can store every value of the types usually widened to them. */
const widest = new Set(['text', 'int8', 'numeric', 'jsonb', 'timestamptz']);

function changeType(column: string, def: Node | undefined): Verdict {
  const { typeName, raw_default } = def && 'ColumnDef' in def ? def.ColumnDef : {};
  const type = dotted(typeName?.names);
  const effect = `changes the type of ${column} to ${type}, which rewrites the table`;
  const wider =
    widest.has(type) && (typeName?.typmods ?? []).length === 0 && raw_default === undefined;
  return wider ? locking(effect) : destructive(`${effect} and may lose parts of values`);
}

function addConstraint(
  table: string,
  { contype, conname, indexname, skip_validation = false }: Constraint,
): Verdict {
  const adds = `adds constraint ${conname ?? indexname ?? ''}`.trimEnd();
  if (skip_validation) return safe(`${adds} to ${table}, for new rows only`);
  if (contype === 'CONSTR_UNIQUE' && indexname !== undefined)
    return safe(`${adds} to ${table} from an index`);
  const builds =
    contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_EXCLUSION';
  return locking(
    `${adds} to ${table}, which ${builds && indexname === undefined ? 'builds an index' : 'scans it'} and blocks writes`,
  );
}
