import type { Manifest } from '#cdk8s/constructs/manifest.ts';
import { type Gated, gates, waitsForApproval } from './gates.ts';
import { countedChanges, type ObjectChange, objectChanges } from './object-changes.ts';
import { type Lag, lagOf, lagSection } from './promotion.ts';
import type { Comparison, EnvironmentFacts, Revision } from './revision.ts';
import { environmentsOf } from './revision.ts';
import { type RightChange, rightChanges } from './rights.ts';
import {
  editedMigrations,
  planInWords,
  type SqlPlan,
  sqlLines,
  sqlPlan,
  waitsInWords,
} from './sql.ts';
import { type Transition, transition } from './versions.ts';
import { counted, inWords } from './words.ts';

/** The changes of a merge request, in reading order. `**…**` marks new ones. */
export interface Note {
  /** A summary in one sentence. */
  readonly headline: string;
  /** Names of the columns. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[];
  /** Required actions, one sentence each. */
  readonly warnings: readonly string[];
  readonly remarks: readonly string[];
  readonly sections: readonly Section[];
}

/** A collapsed section. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
}

export interface Block {
  readonly title: string;
  readonly language: 'diff' | 'sql';
  readonly text: string;
}

/** An environment, with everything shown about it. */
interface Column {
  readonly name: string;
  readonly facts: EnvironmentFacts | undefined;
  readonly running: Transition | undefined;
  readonly objects: readonly ObjectChange[];
  readonly rights: readonly RightChange[];
  /** undefined if its migrations are unknown. */
  readonly sql: SqlPlan | undefined;
}

/** Creates the note. Deterministic: no clock, no network, no files. */
export async function makeNote(comparison: Comparison): Promise<Note> {
  const [columns, lag] = await Promise.all([columnsOf(comparison), lagOf(comparison)]);
  const shared = objectChanges(sharedObjects(comparison.base), sharedObjects(comparison.head));
  const sharedRights = rightChanges(
    allObjects(comparison.base),
    allObjects(comparison.head),
  ).filter((change) => !columns.some((column) => column.rights.some((own) => same(own, change))));
  const everything = [...columns.map((column) => column.objects), shared].flat();
  return {
    headline: headline(columns, shared.length > 0),
    columns: [...columns.map(({ name }) => name), ...(shared.length > 0 ? ['shared'] : [])],
    rows: [
      row(
        'image',
        columns.map((column) => imageCell(column, lag)),
        shared,
        '',
      ),
      row(
        'objects',
        columns.map(({ objects }) => countedChanges(objects)),
        shared,
        countedChanges(shared),
      ),
      row(
        'SQL',
        columns.map(({ sql }) => (sql === undefined ? '?' : planInWords(sql))),
        shared,
        '',
      ),
      row(
        'waits',
        columns.map(({ sql }) => (sql === undefined ? '?' : waitsInWords(sql))),
        shared,
        '',
      ),
      row(
        'permissions',
        columns.map(({ rights }) => rightsInWords(rights)),
        shared,
        rightsInWords(sharedRights),
      ),
    ],
    warnings: [...edited(comparison), ...gates(gated(columns)), ...byHand(everything)],
    remarks: [...comparison.remarks, ...columns.flatMap(unknownVersion)],
    sections: [
      ...sqlSections(columns),
      ...rightsSection([...columns.flatMap(({ rights }) => rights), ...sharedRights]),
      ...[...columns, { name: 'shared', objects: shared }].flatMap(manifestSection),
      ...(lag ? [lagSection(lag, new Set(columns.flatMap(({ sql }) => sql?.hash ?? [])))] : []),
    ],
  };
}

async function columnsOf(comparison: Comparison): Promise<Column[]> {
  const { base, head, migrations } = comparison;
  const before = new Map(environmentsOf(base).map((facts) => [facts.name, facts]));
  const after = environmentsOf(head);
  const gone = [...before.values()].filter(
    ({ name }) => !after.some((facts) => facts.name === name),
  );
  const columns = after.map(async (facts): Promise<Column> => {
    const running = transition(before.get(facts.name), facts, comparison);
    const [old, now] = [
      running.before === undefined ? {} : running.before.checksums,
      running.after.checksums,
    ];
    const unchanged = running.before?.label === running.after.label;
    const sql = unchanged
      ? await sqlPlan({}, {}, [])
      : old && now && (await sqlPlan(old, now, migrations));
    return { name: facts.name, facts, running, sql, ...ofFolder(comparison, facts.name) };
  });
  const removed = gone.map(async ({ name }): Promise<Column> => {
    return {
      name,
      facts: undefined,
      running: undefined,
      sql: await sqlPlan({}, {}, []),
      ...ofFolder(comparison, name),
    };
  });
  return await Promise.all([...columns, ...removed]);
}

function ofFolder({ base, head }: Comparison, name: string): Pick<Column, 'objects' | 'rights'> {
  const objects = (revision: Revision) => objectsIn(revision, (path) => scopeOf(path) === name);
  return {
    objects: objectChanges(objects(base), objects(head)),
    rights: rightChanges(objects(base), objects(head)),
  };
}

/** `dev` for `apply/5-dev/…` and `preview/dev/…`; undefined for what environments share. */
const scopeOf = (path: string): string | undefined =>
  /^(?:apply\/5-|preview\/)([^/]+)\//.exec(path)?.[1];

const objectsIn = ({ files }: Revision, wanted: (path: string) => boolean): Manifest[] =>
  files.filter(({ path }) => wanted(path)).flatMap(({ objects }) => objects);

const sharedObjects = (revision: Revision): Manifest[] =>
  objectsIn(revision, (path) => scopeOf(path) === undefined);
const allObjects = (revision: Revision): Manifest[] => objectsIn(revision, () => true);

const same = (one: RightChange, other: RightChange): boolean =>
  one.kind === other.kind && one.subject === other.subject && one.right === other.right;

function row(
  name: string,
  cells: readonly string[],
  shared: readonly ObjectChange[],
  sharedCell: string,
) {
  return { name, cells: shared.length > 0 ? [...cells, sharedCell] : cells };
}

function imageCell({ running, facts }: Column, lag: Lag | undefined): string {
  if (running === undefined) return '**removed**';
  const { before, after } = running;
  if (before === undefined) return `**${after.label}** (new)`;
  const behind =
    facts?.stage === 'prod' && lag?.distance !== undefined
      ? `; ${lag.distance} behind staging`
      : '';
  if (before.label === after.label) return `${after.label} (unchanged${behind})`;
  return `${before.label} → **${after.label}**${behind === '' ? '' : ` (${behind.slice(2)})`}`;
}

const rightsInWords = (rights: readonly RightChange[]): string => {
  const count = (kind: RightChange['kind']) =>
    rights.filter((change) => change.kind === kind).length;
  const parts = [
    count('gets') > 0 ? `**${count('gets')} more**` : '',
    count('loses') > 0 ? `${count('loses')} fewer` : '',
  ].filter(Boolean);
  return parts.join(', ') || 'none';
};

const edited = ({ base, migrations }: Comparison): string[] =>
  editedMigrations(base.checksums, migrations).map(
    (file) =>
      `${file} was changed or removed after it was released: databases that ran it refuse this version (MigrationEdited). Restore the file and write a new migration for the change.`,
  );

/** Environments in which something would run; the database of a new one is empty. */
const gated = (columns: readonly Column[]): Gated[] =>
  columns.flatMap(({ facts, sql, running }) =>
    facts && sql ? [{ facts, sql, isNew: running?.before === undefined }] : [],
  );

/** The effect on each environment, and the highest grade of the SQL. */
function headline(columns: readonly Column[], sharedChanges: boolean): string {
  const which = (of: (column: Column) => boolean, one: string, many: string): string | false => {
    const names = columns.filter(of).map(({ name }) => name);
    return names.length > 0 && `${inWords(names)} ${names.length === 1 ? one : many}`;
  };
  const parts = [
    which(
      ({ running }) => running !== undefined && running.before === undefined,
      'is new',
      'are new',
    ),
    which(({ running }) => running === undefined, 'is removed', 'are removed'),
    which((column) => stays(column) && changes(column), 'changes', 'change'),
    which(
      (column) => stays(column) && !changes(column) && runsOther(column),
      'gets new code only',
      'get new code only',
    ),
    sharedChanges && 'shared configuration changes',
  ].filter((part) => part !== false);
  const waits = waitsForApproval(gated(columns)) ? ', waits for approval' : '';
  return `${parts.join('; ') || 'nothing changes'}${sqlGrades[gravestOf(columns)]}${waits}`;
}

const stays = ({ running }: Column): boolean => running?.before !== undefined;

const changes = ({ objects, rights, sql }: Column): boolean =>
  objects.length > 0 || rights.length > 0 || sql === undefined || sql.pending.length > 0;

const runsOther = ({ running }: Column): boolean => running?.before?.label !== running?.after.label;

const sqlGrades = {
  destructive: '. SQL: destructive',
  unknown: '. SQL: unknown',
  locking: '. SQL: locking',
  safe: '. SQL: safe',
  none: '',
} as const;

function gravestOf(columns: readonly Column[]): keyof typeof sqlGrades {
  const grades = new Set(columns.map(({ sql }) => (sql === undefined ? 'unknown' : sql.grade)));
  return (
    (['destructive', 'unknown', 'locking', 'safe'] as const).find((grade) => grades.has(grade)) ??
    'none'
  );
}

/** Permissions on namespaces and roles amount to all permissions, so no pipeline has them. */
const byHand = (changes: readonly ObjectChange[]): string[] =>
  changes.some(({ title }) => appliedByHand(title))
    ? [
        'Objects outside the environments’ resources change: an administrator must run npm run deploy -- platform after the merge.',
      ]
    : [];

const handKinds =
  /^(CustomResourceDefinition|Namespace|ResourceQuota|LimitRange|(Cluster)?Role(Binding)?|PersistentVolumeClaim|CronJob|StatefulSet|IngressClass) |^Deployment (ahlt-system|ingress)|^ServiceAccount \S+\/ahlt-(deployer|operator)$/;
const appliedByHand = (title: string): boolean => handKinds.test(title);

const unknownVersion = ({ name, sql, running }: Column): string[] =>
  sql === undefined
    ? [
        `${name}: ${running?.before?.label} has no version tag (v${running?.before?.label}), so the SQL that would run is unknown.`,
      ]
    : [];

function sqlSections(columns: readonly Column[]): Section[] {
  const plans = columns.flatMap(({ name, sql }) =>
    sql && sql.pending.length > 0 ? [{ name, sql }] : [],
  );
  return [...Map.groupBy(plans, ({ sql }) => sql.hash).values()].map((group) => {
    const sql = group[0]?.sql as SqlPlan;
    return {
      title: `SQL in ${group.map(({ name }) => name).join(' and ')}: ${counted(sql.pending.length, 'migration')}, ${sql.grade}`,
      lines: sqlLines(sql),
      blocks: sql.pending.map(({ id, name, statements }) => ({
        title: `${id}_${name}`,
        language: 'sql' as const,
        text: statements
          .map(
            (statement) => `-- ${statement.grade}: ${statement.effect}\n${statement.sql.trim()};`,
          )
          .join('\n\n'),
      })),
    };
  });
}

const rightsSection = (changes: readonly RightChange[]): Section[] =>
  changes.length === 0
    ? []
    : [
        {
          title: `Permissions: ${rightsInWords(changes).replaceAll('*', '')}`,
          lines: changes.map(
            ({ kind, subject, right }) => `${kind === 'gets' ? '+' : '−'} ${subject}: ${right}`,
          ),
          blocks: [],
        },
      ];

const manifestSection = ({ name, objects }: Pick<Column, 'name' | 'objects'>): Section[] =>
  objects.length === 0
    ? []
    : [
        {
          title: `Manifests of ${name}: ${countedChanges(objects)}`,
          lines: objects.map(
            ({ title, kind, added, removed }) => `${signs[kind]} ${title}  +${added} −${removed}`,
          ),
          blocks: objects.map(({ title, diff }) => ({ title, language: 'diff', text: diff })),
        },
      ];

const signs = { added: '+', removed: '−', changed: '~' } as const;
