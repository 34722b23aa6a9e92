import { type ActionRow, writeListedItems } from '../action-items/index.ts';
import type { Tx } from '../db/database.ts';
import { type CommandContext, command, type Rule } from '../ontology/command.ts';
import {
  changeEntity,
  insertEntities,
  insertEntity,
  lockEntity,
  uniqueName,
} from '../ontology/entities.ts';
import { refuse, refuseMissing, saved, savedAll } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { PropertyChanges, Texts } from '../ontology/schema.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { type MeetingFacts, sectionText } from './content.ts';
import { type MeetingState, readMeetingFacts } from './meeting-queries.ts';
import { type Edited, mergeRows } from './merge.ts';
import { type Attendance, type SectionType, type Status, sectionTypes } from './minutes.ts';
import {
  type FoundMinutes,
  findCommitteeOfMeeting,
  findCommitteeOfMinutes,
  findMinutes,
  hashOf,
  isSectionOf,
} from './queries.ts';
import { type AnyOf, isMove, meetsAny, neededFor, needs, signsAs } from './rules.ts';
import type { ActionRows, AttendanceRows } from './schema.ts';
import { insertSignature } from './signature-store.ts';
import { texts } from './texts.ts';

const { refused } = texts;

interface OfMinutes {
  readonly id: string;
}

/** Who holds one of the alternatives in the committee of the minutes; 404 if there are none. */
export const inMinutes =
  <Input extends OfMinutes>(
    alternatives: AnyOf | ((input: Input) => AnyOf),
    words: string | ((input: Input) => string),
  ): Rule<Input> =>
  async (tx, { actor, input, now }) => {
    const committee = await findCommitteeOfMinutes(tx, input.id, { id: actor.id ?? '0', now });
    if (committee === undefined) throw refuseMissing();
    const any = typeof alternatives === 'function' ? alternatives(input) : alternatives;
    const message = typeof words === 'function' ? words(input) : words;
    return meetsAny(any, actor.permissions, committee) || message;
  };

export interface Generation {
  readonly meeting: string;
  /** Id of the committee that the meeting has to belong to. */
  readonly tor: string;
}

/** Who may generate the minutes of a meeting; 404 if the committee has no such meeting. */
const mayGenerate: Rule<Generation> = async (tx, { actor, input, now }) => {
  const asker = { id: actor.id ?? '0', now };
  const committee = await findCommitteeOfMeeting(tx, input.meeting, asker);
  if (committee?.id !== input.tor) throw refuseMissing();
  return meetsAny(needs.generate, actor.permissions, committee) || texts.forbidden.generate;
};

/**
 * Generates the minutes of a completed meeting, once (spec minutes#generation). The meeting is
 * locked, so of two requests at once the second finds the minutes of the first. Refused with 409 if
 * the meeting is not completed or has minutes. Returns the id.
 */
export const generateMinutes = command<Generation, OfMinutes>(
  'minutes.generated',
  { may: mayGenerate },
  async (tx, { input, now }) => {
    const meeting = await lockEntity(tx, 'meeting', input.meeting);
    const facts = await readMeetingFacts(tx, meeting.id);
    if (facts.existing !== null)
      throw refuse({ message: refused.exists, code: 'minutes_exist' }, 409);
    if (meeting.properties['status'] !== 'completed')
      throw refuse({ message: refused.notCompleted, code: 'not_completed' }, 409);
    const label = texts.label(meeting.label);
    const attendance = attendanceOf(facts);
    const minutes = await insertEntity<'minutes'>(tx, {
      ...{ type: 'minutes', name: uniqueName(`minutes ${meeting.label}`), label },
      properties: {
        ...{ status: 'draft', generated_date: now },
        ...(attendance.length === 0 ? {} : { structured_attendance: attendance }),
      },
    });
    await insertSections(tx, { meeting, minutes, facts });
    return savedAll(
      [
        { target: minutes, after: minutes },
        { target: meeting, action: 'meeting.minutes_generated', details: { minutes: label } },
      ],
      { id: minutes.id },
    );
  },
);

const isPresence = (status: string): status is Attendance['status'] =>
  status === 'present' || status === 'absent' || status === 'excused';

const attendanceOf = ({ rollCall, names }: MeetingState): Attendance[] =>
  rollCall.flatMap(({ username, status, represented }) => {
    if (!isPresence(status)) return [];
    const delegation = represented ? (names[represented] ?? represented) : '';
    return [{ name: names[username] ?? username, status, delegation_to: delegation }];
  });

interface NewSections {
  readonly meeting: EntitySnapshot;
  readonly minutes: EntitySnapshot;
  readonly facts: MeetingFacts;
}

async function insertSections(tx: Tx, { meeting, minutes, facts }: NewSections): Promise<void> {
  const sections = await insertEntities(
    tx,
    'minutes_section',
    sectionTypes.map((type, at) => ({
      ...{ name: uniqueName(type), label: texts.sections[type], sortOrder: at + 1 },
      properties: {
        ...{ section_type: type, sequence_order: String(at + 1) },
        ...{ content: sectionText(type, facts), is_auto_generated: 'true' },
      },
    })),
  );
  await relate(tx, [
    { type: 'minutes_of', source: meeting.id, target: minutes.id },
    ...sections.map((source) => ({ type: 'section_of', source, target: minutes.id })),
  ]);
}

/** Locks minutes that may still change. Refused with 409 once they are approved. */
async function lockOpen(tx: Tx, id: string): Promise<EntitySnapshot> {
  const minutes = await lockEntity(tx, 'minutes', id);
  if (minutes.properties['status'] === 'approved')
    throw refuse({ message: refused.approved, code: 'approved' }, 409);
  return minutes;
}

interface SectionEdit extends OfMinutes {
  readonly section: string;
  readonly content: string;
  /** The version that the user saw; omitted: any. */
  readonly version?: string | undefined;
}

/**
 * Saves the text of a section (spec minutes#editing). Ends with a conflict if another user saved it
 * after the version that the actor saw. Returns its type.
 */
export const editSection = command<SectionEdit, SectionType>(
  'minutes.section_edited',
  { may: inMinutes(needs.edit, texts.forbidden.edit) },
  async (tx, { input: { id, section, content, version } }) => {
    if (!(await isSectionOf(tx, section, id))) throw refuseMissing();
    const minutes = await lockOpen(tx, id);
    const before = await lockEntity(tx, 'minutes_section', section, { version });
    const after = await changeEntity<'minutes_section'>(tx, before, {
      properties: { content, is_auto_generated: false },
    });
    const type = typeOf(after.properties);
    return saved({
      target: minutes,
      before: before.properties,
      after: after.properties,
      details: { section: texts.sections[type] },
      value: type,
    });
  },
);

const typeOf = (properties: Texts): SectionType =>
  sectionTypes.find((type) => type === properties['section_type']) ?? 'attendance';

interface StatusChange extends OfMinutes {
  readonly to: string;
  /** Digest of the minutes that the actor read; omitted: any. */
  readonly seen?: string | undefined;
}

const statusWords = ({ to }: StatusChange): string =>
  to === 'pending_approval' ? texts.forbidden.submit : texts.forbidden.approve;

/**
 * Moves minutes to another status: submitted, approved, or returned to draft, with who and when
 * (spec minutes#status). Refused with 409 for any other move, and for an approval of minutes that
 * changed after the actor read them. Approval is final. Returns the new status.
 */
export const changeStatus = command<StatusChange, Status>(
  'minutes.status_changed',
  { may: inMinutes<StatusChange>(({ to }) => neededFor(to) ?? needs.view, statusWords) },
  async (tx, { actor, input: { id, to, seen }, now }) => {
    const before = await lockEntity(tx, 'minutes', id);
    const from = before.properties['status'] ?? 'draft';
    if (!isMove(from, to)) throw refuse({ message: refused.move, code: 'invalid_move' }, 409);
    if (to === 'approved' && seen !== undefined && (await findMinutes(tx, id))?.digest !== seen)
      throw refuse({ message: refused.changed, code: 'minutes_changed' }, 409);
    const after = await changeEntity<'minutes'>(tx, before, {
      properties: {
        ...{ status: to, ...whoAndWhen(to, actor.id, now) },
        ...(to === 'approved' ? { structured_action_items: await listedIn(tx, id) } : {}),
      },
    });
    return saved({
      ...{ target: after, before, after, value: to },
      ...(to === 'approved' ? { details: { sha256: await hashOf(tx, id) } } : {}),
    });
  },
);

/** The action items at the moment of approval, which the minutes keep. */
async function listedIn(tx: Tx, id: string): Promise<ActionRow[]> {
  return [...((await findMinutes(tx, id))?.actions ?? [])];
}

function whoAndWhen(to: Status, id: string | null, at: Date): PropertyChanges<'minutes'> {
  if (to === 'draft') return { submitted_by: null, submitted_date: null };
  if (to === 'pending_approval') return { submitted_by: id, submitted_date: at };
  return { approved_by: id ?? '', approved_date: at };
}

/** Saves who receives the minutes (spec minutes#distribution). */
export const saveDistribution = command<
  OfMinutes & {
    readonly entries: readonly string[];
    readonly base?: readonly string[] | undefined;
  },
  undefined
>(
  'minutes.distribution_saved',
  { may: inMinutes(needs.edit, texts.forbidden.edit) },
  async (tx, { input: { id, entries, base } }) => {
    const { distribution } = await openMinutes(tx, id);
    const named = (list: readonly string[]) => list.map((name) => ({ name }));
    const rows = merged('name', ['name'], {
      base: base && named(base),
      ...{ mine: named(entries), theirs: named(distribution) },
    });
    return write(tx, id, { distribution_list: rows.map(({ name }) => name) });
  },
);

/** Minutes that may still change, locked, with their lists. */
async function openMinutes(tx: Tx, id: string): Promise<FoundMinutes> {
  await lockOpen(tx, id);
  const minutes = await findMinutes(tx, id);
  if (minutes === undefined) throw refuseMissing();
  return minutes;
}

/** A list with what others saved since `base`. Refused with 409 for rows that both changed. */
function merged<Row extends object>(
  key: keyof Row,
  columns: readonly (keyof Row)[],
  {
    base,
    mine,
    theirs,
  }: Omit<Edited<Row>, 'base'> & { readonly base: Edited<Row>['base'] | undefined },
): Row[] {
  if (base === undefined) return [...mine];
  const { rows, conflicts } = mergeRows(key, columns, { base, mine, theirs });
  if (conflicts.length > 0)
    throw refuse({ field: 'base', message: refused.rows(conflicts), code: 'rows_changed' }, 409);
  return [...rows];
}

type SavedRows<Rows> = OfMinutes & {
  readonly rows: Rows;
  /** The list that the actor saw; omitted: theirs replaces any. */
  readonly base?: Rows | undefined;
};

/** Saves who was there (spec minutes#attendance). */
export const saveAttendance = command<SavedRows<AttendanceRows>, undefined>(
  'minutes.attendance_saved',
  { may: inMinutes(needs.record, texts.forbidden.record) },
  async (tx, { input: { id, rows: mine, base } }) => {
    const { attendance: theirs } = await openMinutes(tx, id);
    const columns = ['name', 'status', 'delegation_to'] as const;
    const rows = merged<AttendanceRows[number]>('name', columns, {
      ...{ base, mine, theirs: [...theirs] },
    });
    return write(tx, id, { structured_attendance: rows });
  },
);

/** Saves the action items of the minutes: entities, and the list itself (spec minutes#action-items). */
export const saveActions = command<SavedRows<ActionRows>, undefined>(
  'minutes.action_items_saved',
  { may: inMinutes(needs.record, texts.forbidden.record) },
  async (tx, { actor, input: { id, rows: mine, base }, now }) => {
    const { actions: theirs } = await openMinutes(tx, id);
    const columns = ['description', 'responsible', 'due_date', 'status'] as const;
    const rows = merged<ActionRows[number]>('description', columns, {
      ...{ base, mine, theirs: [...theirs] },
    });
    const outcome = await write(tx, id, { structured_action_items: rows });
    const committee = await findCommitteeOfMinutes(tx, id, { id: actor.id ?? '0', now });
    if (committee === undefined) throw refuseMissing();
    await writeListedItems(tx, { minutes: id, committee: committee.id, rows, now });
    return outcome;
  },
);

async function write(tx: Tx, id: string, properties: PropertyChanges<'minutes'>) {
  const before = await lockOpen(tx, id);
  const after = await changeEntity<'minutes'>(tx, before, { properties });
  return saved({ target: after, before, after, value: undefined });
}

/** Readers of the minutes may try; the command decides in which capacity they sign. */
const reads = inMinutes<OfMinutes>(needs.view, texts.forbidden.view);

/**
 * Signs approved minutes as chair or secretary of the meeting (spec minutes#signatures). Refused
 * with 409 for others, and a second time. Returns the capacity.
 */
export const signMinutes = command<OfMinutes, string>(
  'minutes.signed',
  { may: reads },
  async (tx, { actor, input: { id }, now }: CommandContext<OfMinutes>) => {
    await lockEntity(tx, 'minutes', id);
    const signer = { id: actor.id ?? '0', label: actor.label };
    const [committee, minutes] = [
      await findCommitteeOfMinutes(tx, id, { id: signer.id, now }),
      await findMinutes(tx, id),
    ];
    if (committee === undefined || minutes === undefined) throw refuseMissing();
    const capacity = signsAs({ ...committee, id: signer.id }, minutes);
    if (capacity === undefined)
      throw refuse({ message: refused.signature, code: 'not_a_signer' }, 409);
    const sha256 = await insertSignature(tx, { minutes: id, capacity, by: signer, at: now });
    return saved({
      target: { type: 'minutes', id, label: minutes.label },
      details: { capacity, sha256 },
      value: capacity,
    });
  },
);
