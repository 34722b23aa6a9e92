import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { expect, test } from 'vitest';
import {
  entity,
  exportedWhole,
  imported,
  type KeptRecords,
  recordSource,
  relation,
  store,
} from './data-transfer-fixture.ts';
import {
  governance,
  governanceEntities,
  governanceRelations,
  governanceRows,
  governanceTables,
  heldGovernance,
} from './governance-records-fixture.ts';
import type { Store } from './kernel-fixture.ts';
import { moment, text } from './record-values-fixture.ts';

const day = fc
  .integer({ min: 0, max: 4000 })
  .map((n) => new Date(1_600_000_000_000 + n * 86_400_000).toISOString().slice(0, 10));
const docType = fc.constantFrom('ad_hoc', 'meeting_paper', 'decision_record', 'template');
const term = fc.record(
  { since: day, until: day, capacity: fc.constantFrom('holder', 'acting', 'substitute_for') },
  { requiredKeys: [] },
);
const user = fc.constantFrom('ada', 'ben', null);

/** A store with everything that belongs to a document, a committee, a position or an item. */
const world = fc.record({
  documents: fc.array(
    fc.record({
      versions: fc.array(
        fc.record({
          ...{ title: text(20), docType, body: text(200), savedAt: moment, by: user },
          approved: fc.option(fc.record({ at: moment, by: user })),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      files: fc.array(
        fc.record({
          name: fc.stringMatching(/^[a-z]{1,8}\.[a-z]{3}$/),
          content: fc.uint8Array({ minLength: 1, maxLength: 400 }),
          at: moment,
          by: user,
        }),
        { maxLength: 3 },
      ),
      isIn: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  adopted: fc.array(
    fc.record({
      label: text(20),
      focus: text(50),
      on: day,
      decision: text(40),
      at: moment,
      by: user,
    }),
    { maxLength: 4 },
  ),
  former: fc.array(fc.record({ holder: text(20), term, lastDay: day, at: moment }), {
    maxLength: 2,
  }),
  terms: fc.array(fc.tuple(term, fc.array(term, { maxLength: 2 })), { maxLength: 2 }),
  governance,
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** Runs statements without triggers, as only a superuser can. */
const untriggered = ({ db }: Store, statements: readonly RawBuilder<unknown>[]) =>
  db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    for (const statement of statements) await statement.execute(tx);
  });

const tables = [
  ...['document_versions', 'tor_versions', 'attachment_pieces', 'attachments', 'former_holders'],
  ...governanceTables,
];
const clear = (to: Store) =>
  untriggered(
    to,
    [...tables, 'search_documents', 'relations', 'entities'].map(
      (table) => sql`delete from ${sql.table(table)}`,
    ),
  );

const idOf = (type: string, name: string | null) =>
  sql`(select id from entities where entity_type = ${type} and name = ${name})`;

/** Fills an empty store with a world: entities by an import, records as they are. */
async function fill(from: Store, world: World): Promise<void> {
  const { documents, adopted, former, terms } = world;
  const last = documents.map(({ versions }) => versions.at(-1));
  const { error_count } = await imported(from, {
    entities: [
      ...['scoped_to_tor', 'fills_position', 'belongs_to_tor'].map((name) =>
        entity('relation_type', name),
      ),
      ...[entity('user', 'ada'), entity('user', 'ben'), entity('tor', 'board')],
      entity('tor_function', 'chair', { properties: { seats: '999' } }),
      ...governanceEntities(world.governance),
      ...documents.map((_, n) =>
        entity('document', `d${n}`, {
          label: last[n]?.title,
          properties: { title: last[n]?.title, doc_type: last[n]?.docType, body: last[n]?.body },
        }),
      ),
    ],
    relations: [
      relation('belongs_to_tor', 'tor_function:chair', 'tor:board'),
      ...governanceRelations(world.governance),
      ...documents.flatMap(({ isIn }, n) =>
        isIn ? [relation('scoped_to_tor', `document:d${n}`, 'tor:board')] : [],
      ),
      ...terms.map(([own, further], n) =>
        relation('fills_position', `user:${n === 0 ? 'ada' : 'ben'}`, 'tor_function:chair', {
          ...own,
          ...(further.length > 0 && { terms: JSON.stringify(further) }),
        }),
      ),
    ],
  });
  expect(error_count).toBe(0);
  const versions = documents.flatMap(({ versions: all }, n) =>
    all.map(
      ({ title, docType: type, body, savedAt, by, approved }, place) => sql`
        insert into document_versions values (${idOf('document', `d${n}`)}, ${place + 1}, ${title}, ${type}, ${body},
          ${savedAt}::timestamptz, ${idOf('user', by)}, ${by}, ${place > 1 ? 1 : null}, ${approved?.at ?? null}::timestamptz,
          ${idOf('user', approved?.by ?? null)}, ${approved === null ? null : (approved.by ?? 'Gone')})`,
    ),
  );
  const files = documents.flatMap(({ files: all }, n) =>
    all.map(
      ({ name, content, at, by }) => sql`
        with file as (insert into attachments (entity_id, name, media_type, bytes, sha256, uploaded_at, uploaded_by_id, uploaded_by, is_complete)
          values (${idOf('document', `d${n}`)}, ${name}, 'application/octet-stream', ${content.length},
            sha256(${Buffer.from(content)}), ${new Date(at)}, ${idOf('user', by)}, ${by ?? 'Gone'}, true) returning id)
        insert into attachment_pieces select id, 0, ${Buffer.from(content)} from file`,
    ),
  );
  const adoptions = adopted.map(
    ({ label, focus, on, decision, at, by }, n) => sql`
      insert into tor_versions values (${idOf('tor', 'board')}, ${n + 1}, ${label}, ${JSON.stringify({ focus_scope: focus })}::jsonb,
        ${on}::date, ${decision}, ${new Date(at)}, ${idOf('user', by)}, ${by ?? 'Gone'})`,
  );
  const departures = former.map(
    ({ holder, term: one, lastDay, at }) => sql`
      insert into former_holders (position_id, user_id, holder, properties, last_day, deleted_at, deleted_by)
      values (${idOf('tor_function', 'chair')}, 1, ${holder}, ${JSON.stringify(one)}::jsonb, ${lastDay}, ${at}::timestamptz, 'Eva')`,
  );
  const none = sql`delete from document_versions`;
  const others = await governanceRows(from, world.governance);
  await untriggered(from, [none, ...versions, ...files, ...adoptions, ...departures, ...others]);
}

/** Everything of a store that records hold, with ids as names. */
async function held(store: Store): Promise<unknown> {
  const { db } = store;
  const { rows } = await sql`select json_build_array(
    (select json_agg(to_jsonb(v) - '{document_id,saved_by_id,approved_by_id}'::text[] || jsonb_build_object(
        'document', d.name, 'saved', s.name, 'approver', a.name) order by d.name, v.number)
      from document_versions v join entities d on d.id = v.document_id left join entities s on s.id = v.saved_by_id
        left join entities a on a.id = v.approved_by_id),
    (select json_agg(to_jsonb(f) - '{id,entity_id,uploaded_by_id,media_type}'::text[] || jsonb_build_object(
        'document', d.name, 'uploader', u.name, 'content', encode(p.content, 'hex')) order by d.name, f.name, f.sha256, f.uploaded_at)
      from attachments f join entities d on d.id = f.entity_id join attachment_pieces p on p.attachment_id = f.id
        left join entities u on u.id = f.uploaded_by_id),
    (select json_agg(to_jsonb(v) - '{tor_id,adopted_by_id}'::text[] || jsonb_build_object('adopter', u.name) order by v.number)
      from tor_versions v left join entities u on u.id = v.adopted_by_id),
    (select json_agg(to_jsonb(f) - '{position_id,user_id}'::text[] order by f.deleted_at, f.holder, f.properties::text)
      from former_holders f)) as held`.execute(db);
  return [rows, await heldGovernance(store)];
}

test('spec data-exchange#round-trip: versions, approvals, attachments, adopted Terms of Reference, terms of office, ballots, moves, packs and signed minutes come out as they went in', async () => {
  const [from, to] = [await store('migrated'), await store('migrated')];
  await fc.assert(
    fc.asyncProperty(world, fc.constantFrom('json', 'jsonld'), async (given, format) => {
      await clear(from);
      await clear(to);
      await fill(from, given);
      const whole = await exportedWhole(from, format as 'json');
      const result = await imported(to, whole.text, { mode: 'fail', records: recordSource(whole) });
      expect(result).toMatchObject({
        ...{ committed: true, errors: [] },
        records: { created: whole.lines.length - 1, errors: [] },
      });
      expect(await held(to)).toEqual(await held(from));
      const again = await exportedWhole(to, format as 'json');
      const withoutTypes = ({ lines }: KeptRecords) =>
        lines.map((line) => line.replace(/"media_type" ?: ?"[^"]*"/, ''));
      expect([again.text, withoutTypes(again)]).toEqual([whole.text, withoutTypes(whole)]);
    }),
    { numRuns: 10 },
  );
}, 300_000);

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

const record = (kind: string, of: string, more: object) => JSON.stringify({ kind, of, ...more });
const version = (of: string, number: number, body: string, more: object = {}) =>
  record('document_version', of, {
    ...{
      number,
      title: 'Paper',
      doc_type: 'ad_hoc',
      body,
      saved_at: '2026-03-01T10:00:00.123456Z',
    },
    ...{ saved_by: 'Ada', saved_by_user: null, restored_from: null, approved: null, ...more },
  });
const attachment = (of: string, name: string, content: string, more: object = {}) =>
  record('attachment', of, {
    ...{ ...more, name, sha256: sha256(content), uploaded_at: '2026-03-01T10:00:00.123000Z' },
    ...{ uploaded_by: 'Ada', uploaded_by_user: null },
  });
const adopted = (number: number, decision: string) =>
  record('adopted_version', 'board', {
    ...{ number, label: 'Board', properties: {}, adopted_on: '2026-03-01', decision },
    ...{ adopted_at: '2026-03-01T10:00:00Z', adopted_by: 'Ada', adopted_by_user: null },
  });
const ended = (lines: readonly string[]) => [...lines, JSON.stringify({ records: lines.length })];

const paper = {
  entities: [
    entity('document', 'paper', {
      label: 'Paper',
      properties: { body: 'Now', doc_type: 'ad_hoc' },
    }),
    entity('tor', 'board'),
    entity('agenda_point', 'paper'),
  ],
};

test('spec data-exchange#records: each record that does not fit is refused by itself, with its name', async () => {
  const to = await store('migrated');
  const files = new Map([
    [sha256('whole'), Buffer.from('whole')],
    [sha256('damaged'), Buffer.from('dAmaged')],
  ]);
  const approved = { approved: { at: '2026-03-02T10:00:00Z', by: 'Eva', by_user: 'ada' } };
  const lines = ended([
    version('paper', 1, 'First', approved),
    version('nowhere', 1, 'First'),
    version('paper', 2, 'Second', { saved_at: 'yesterday' }),
    attachment('paper', 'whole.txt', 'whole'),
    attachment('paper', 'damaged.txt', 'damaged'),
    attachment('paper', 'missing.txt', 'missing'),
    record('attachment', 'paper', { name: 'a', sha256: '../../etc/passwd' }),
    adopted(1, 'Decision 7'),
    record('secret', 'paper', {}),
    '{"kind":',
    attachment('paper', 'point.txt', 'whole', { of_type: 'agenda_point' }),
    attachment('paper', 'user.txt', 'whole', { of_type: 'user' }),
  ]);
  const result = await imported(to, paper, { records: recordSource({ lines, files }) });
  expect(result.records).toMatchObject({ created: 4, skipped: 0, error_count: 8 });
  expect(result.records?.errors.map(({ line, item, reason }) => [line, item, reason])).toEqual([
    [2, 'document_version nowhere 1', 'entity not found: document:nowhere'],
    [3, 'document_version paper 2', expect.stringContaining('"saved_at"')],
    [5, 'attachment paper damaged.txt', expect.stringContaining('“damaged.txt” is damaged')],
    [6, 'attachment paper missing.txt', expect.stringContaining('“missing.txt” is missing')],
    [7, 'attachment paper a', expect.stringContaining('"sha256"')],
    [9, 'secret paper', 'The line is not a record of an export.'],
    [10, '?', 'The line is not a record of an export.'],
    [12, 'attachment paper user.txt', 'The line is not a record of an export.'],
  ]);
  const whole = await exportedWhole(to);
  // The text that the document has now follows as a version of the import.
  const kept = whole.lines.map((line) => JSON.parse(line));
  expect(kept.map(({ kind, number, name, body }) => [kind, number ?? name, body])).toEqual([
    ['document_version', 1, 'First'],
    ['document_version', 2, 'Now'],
    ['attachment', 'point.txt', undefined],
    ['attachment', 'whole.txt', undefined],
    ['adopted_version', 1, undefined],
    [undefined, undefined, undefined],
  ]);
  expect(kept[0].approved).toEqual({ at: '2026-03-02T10:00:00.000000Z', by: 'Eva', by_user: null });
  await expect(
    sql`update document_versions set body = 'x' where number = 1`.execute(to.db),
  ).rejects.toThrow('an approved version stays as it is');
});

test('spec data-exchange#records: stored records stay, missing ones are added, and mode fail keeps nothing after an error', async () => {
  const to = await store('migrated');
  const take = (lines: readonly string[], mode: 'skip' | 'upsert' | 'fail', file: object = {}) =>
    imported(
      to,
      { ...paper, ...file },
      {
        mode,
        records: recordSource({ lines: ended(lines), files: new Map() }),
      },
    );
  const first = [version('paper', 1, 'First'), version('paper', 2, 'Now'), adopted(1, 'One')];
  expect((await take(first, 'skip')).records).toMatchObject({ created: 3, error_count: 0 });
  expect((await take([version('paper', 3, 'x')], 'skip')).records).toMatchObject({ skipped: 1 });
  const approved = { approved: { at: '2026-03-02T10:00:00Z', by: 'Eva', by_user: null } };
  const again = await take(
    [
      ...[version('paper', 1, 'First', approved), version('paper', 2, 'Other')],
      ...[version('paper', 3, 'Third'), adopted(1, 'One'), adopted(1, 'Other'), adopted(2, 'Two')],
    ],
    'upsert',
  );
  expect(again.records).toMatchObject({ created: 2, skipped: 1, error_count: 3 });
  expect(again.records?.errors.map(({ reason }) => reason)).toEqual([
    'The stored document has another version 2.',
    'The stored document has another version 2.',
    'The stored committee has another version 1.',
  ]);
  const refused = await take([version('other', 1, 'x')], 'fail', {
    entities: [entity('tor', 'new')],
  });
  expect(refused).toMatchObject({ committed: false, created: 0, records: { error_count: 1 } });
  const { lines } = await exportedWhole(to);
  expect(
    lines
      .map((line) => JSON.parse(line))
      .map(({ number, body, approved: at }) => [number, body, at?.by]),
  ).toEqual([
    ...[
      [1, 'First', 'Eva'],
      [2, 'Now', undefined],
      [1, undefined, undefined],
    ],
    ...[
      [2, undefined, undefined],
      [undefined, undefined, undefined],
    ],
  ]);
});

test('spec data-exchange#records: a list that was cut off ends the import', async () => {
  const to = await store('migrated');
  const lines = [version('paper', 1, 'First')];
  const cut = imported(to, paper, { records: recordSource({ lines, files: new Map() }) });
  await expect(cut).rejects.toMatchObject({ code: 'import_malformed' });
  expect((await exportedWhole(to)).lines).toEqual(['{"records":0}']);
});
