import { describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { agendaOf, pointFields } from './agenda-fixture.ts';
import { administered, auditRows } from './app-fixture.ts';
import { insert, join } from './calendar-fixture.ts';
import { governance } from './governance-fixture.ts';

const { server, admin } = await administered();
const { boardA, boardB, chair, gov, member, outsider, reviewer, viewer } = await governance(server);
const agenda = agendaOf(server, reviewer, boardA);
const { at, count, list, move, option, point, section, stored } = agenda;
const { pool } = server.services;

const tab = `/tor/${boardA}/workflow?tab=agenda_points`;

describe('spec agenda#fields', () => {
  test('several points with the same title and date can be created, each with its page', async () => {
    const made = await Promise.all([1, 2, 3].map(() => point('Release window')));
    expect(new Set(made).size).toBe(3);
    const [first = ''] = made;
    expect(await stored(first)).toMatchObject({
      ...{ title: 'Release window', item_type: 'decision', status: 'scheduled' },
      ...{ scheduled_date: '2026-12-02', time_allocation_minutes: '20', priority: 'normal' },
      created_by: reviewer.userId,
    });
    const { status, text } = await member.get(at(first));
    expect(status).toBe(200);
    expect(text).toContain('What is to be decided');
    const rows = await auditRows(server, 'agenda_point.created');
    expect(rows.at(-1)).toMatchObject({ target_label: 'Release window' });
  });

  test.each<[Record<string, string>, string]>([
    [{ title: ' ' }, 'Enter a value for title.'],
    [{ title: 'x'.repeat(201) }, 'Title can have up to 200 characters.'],
    [{ description: '' }, 'Enter a value for description.'],
    [{ description: 'ø'.repeat(5001) }, 'Description can have up to 5,000 characters.'],
    [{ item_type: 'other' }, 'Choose informative or decision as type.'],
    [{ scheduled_date: '2026-02-30' }, 'Enter a date such as 2026-03-31.'],
    [{ time_allocation_minutes: '0' }, 'The time must be between 1 and 480 minutes.'],
    [{ time_allocation_minutes: '481' }, 'The time must be between 1 and 480 minutes.'],
    [{ priority: 'soon' }, 'Choose normal, high or urgent as priority.'],
    [{ pre_read_url: 'javascript:alert(1)' }, 'The pre-read must be an address'],
  ])('%j is refused, and typed values stay', async (fields, message) => {
    const before = await count('agenda_point');
    const { status, text } = await reviewer.post(list, pointFields('Kept title', fields));
    expect(status).toBe(422);
    expect(text).toContain(message);
    if (!('title' in fields)) expect(text).toContain('Kept title');
    expect(await count('agenda_point')).toBe(before);
  });

  test('a point can be changed until it is decided, and a conflict is reported', async () => {
    const id = await point('Draft');
    const form = await reviewer.get(`${at(id)}/edit`);
    const version = /name="version" value="(\d+)"/.exec(form.text)?.[1] ?? '';
    const change = { ...pointFields('Final title'), presenter: 'Ann', priority: 'high' };
    expect((await reviewer.post(at(id), { ...change, version })).location).toBe(at(id));
    expect((await reviewer.post(at(id), { ...change, version })).status).toBe(409);
    expect(await stored(id)).toMatchObject({ title: 'Final title', presenter: 'Ann' });
  });
});

test('spec agenda#origin: a point names the proposal and the suggestion that it came from', async () => {
  const description = 'Give the ticket gates of all stations one fixed night for updates.';
  const suggestion = await insert(server, 'suggestion', 'origin', {
    ...{ label: description.slice(0, 50), description, status: 'accepted' },
    ...{ submitted_date: '2026-10-27', submitted_by_id: member.userId },
  });
  const proposal = await insert(server, 'proposal', 'origin', {
    ...{ label: 'Fixed night', title: 'Fixed night', status: 'approved' },
    ...{ submitted_date: '2026-10-30', submitted_by_id: member.userId },
  });
  const id = await point('Fixed night for the gates');
  await join(server, 'spawns_proposal', suggestion, proposal);
  await join(server, 'spawns_agenda_point', proposal, id);
  expect(textOf((await member.get(at(id))).text)).toMatch(
    /Suggested Test test_member \d+, 27 Oct 2026 “Give the ticket gates of all stations one fixed ni…” .*Proposed .*“Fixed night” .*Created/s,
  );
});

describe('spec agenda#statuses', () => {
  test('an informative point is completed with a reason', async () => {
    const id = await point('News', { item_type: 'informative' });
    expect((await move(id, 'in_progress')).location).toBe(at(id));
    expect((await move(id, 'completed', ' ')).location).toBe(at(id));
    expect((await stored(id))?.['status']).toBe('in_progress');
    expect((await move(id, 'completed', 'Noted')).location).toBe(at(id));
    expect(await stored(id)).toMatchObject({ status: 'completed', outcome_summary: 'Noted' });
    expect(textOf((await gov.get(at(id))).text)).toMatch(/Completed.*Workflow version \d+/s);
  });

  test('a transition never leads to a decision, and others follow the workflow', async () => {
    const id = await point('Vote');
    for (const to of ['voted', 'completed', 'scheduled', 'unknown', ''])
      expect((await move(id, to, 'x')).status).toBe(403);
    expect((await move(id, 'in_progress')).status).toBe(303);
    for (const to of ['voted', 'completed', 'in_progress'])
      expect((await move(id, to, 'x')).status).toBe(403);
    expect((await stored(id))?.['status']).toBe('in_progress');
  });
});

describe('spec agenda#options', () => {
  test('a course of action has sections and one level of subsections', async () => {
    const id = await point('Options');
    const coa = await option(id, 'Staged', {
      coa_type: 'complex',
      ...{ section_titles: ['Risks', 'Cost', ''], section_contents: ['Few.', '18,400', ''] },
    });
    const risks = (
      await pool.query(
        "select id from entities where entity_type = 'coa_section' and label = 'Risks'",
      )
    ).rows[0]?.id;
    const part = await section(id, coa, 'Ferries', { parent_section_id: risks });
    const { text } = await member.get(at(id));
    expect(text.indexOf('Risks')).toBeLessThan(text.indexOf('Ferries'));
    expect(text.indexOf('Ferries')).toBeLessThan(text.indexOf('18,400'));
    const to = `${at(id)}/coa/${coa}`;
    const deep = { section_title: 'Deep', section_content: 'x', parent_section_id: part };
    expect((await reviewer.post(`${to}/sections`, deep)).status).toBe(422);
    const changed = { section_title: 'Boats', section_content: 'New.', section_order: '4' };
    expect((await reviewer.post(`${to}/sections/${part}`, changed)).location).toBe(`${to}/edit`);
    expect(await stored(part)).toMatchObject({ title: 'Boats', order: '4' });
    const before = await count('coa_section');
    expect((await reviewer.post(`${to}/sections/${risks}/delete`)).location).toBe(`${to}/edit`);
    expect(await count('coa_section')).toBe(before - 2);
    const renamed = { title: 'Stop by stop', description: 'In order.' };
    expect((await reviewer.post(to, renamed)).location).toBe(`${to}/edit`);
    expect((await pool.query('select label from entities where id = $1', [coa])).rows).toEqual([
      { label: 'Stop by stop' },
    ]);
    expect((await reviewer.post(`${to}/delete`)).location).toBe(at(id));
    expect(await count('coa_section')).toBe(before - 3);
  });

  test('blank fields and sections of a simple course of action are refused', async () => {
    const id = await point('Blank');
    const coa = await option(id, 'Simple');
    const to = `${at(id)}/coa/${coa}`;
    const before = await count('coa', 'coa_section');
    const full = { title: 'T', description: 'D', coa_type: 'simple' };
    for (const fields of [
      { ...full, title: '' },
      { ...full, description: ' ' },
      { ...full, coa_type: 'odd' },
      { ...full, coa_type: 'complex', section_titles: ['Half'], section_contents: [''] },
      { ...full, section_titles: ['Risks'], section_contents: ['Few.'] },
    ])
      expect((await reviewer.post(`${at(id)}/coa`, fields)).status).toBe(422);
    for (const fields of [
      { section_title: '', section_content: 'x' },
      { section_title: 'x', section_content: ' ' },
      { section_title: 'x', section_content: 'x' },
    ])
      expect((await reviewer.post(`${to}/sections`, fields)).status).toBe(422);
    expect((await reviewer.post(to, { title: '', description: 'x' })).status).toBe(422);
    expect(await count('coa', 'coa_section')).toBe(before);
  });

  test('what belongs to another point, option or committee is not found, and nothing changes', async () => {
    const [id, other] = [await point('Own'), await point('Other')];
    const [coa, foreign] = [
      await option(id, 'Own', { coa_type: 'complex' }),
      await option(other, 'Foreign', { coa_type: 'complex' }),
    ];
    const part = await section(other, foreign, 'Foreign part');
    const before = await pool.query('select id, version from entities order by id');
    const text = { title: 'x', description: 'x' };
    const own = `/tor/${boardA}/workflow/agenda`;
    const asBoardB = `/tor/${boardB}/workflow/agenda/${id}`;
    for (const [address, fields] of [
      [`${own}/${id}/coa/${foreign}`, text],
      [`${own}/${id}/coa/${foreign}/delete`, {}],
      [`${own}/${id}/coa/${foreign}/sections`, { section_title: 'x', section_content: 'x' }],
      [`${own}/${id}/coa/${coa}/sections/${part}`, { section_title: 'x', section_content: 'x' }],
      [`${own}/${id}/coa/${coa}/sections/${part}/delete`, {}],
      [`${own}/${id}/coa/${boardA}/delete`, {}],
      [`${own}/${coa}`, pointFields('x')],
      [`${own}/${coa}/delete`, {}],
      [`${own}/${boardB}/delete`, {}],
      [asBoardB, pointFields('x')],
      [`${asBoardB}/delete`, {}],
      [`${asBoardB}/transition`, { to_status: 'in_progress' }],
      [`${asBoardB}/coa`, { ...text, coa_type: 'simple' }],
      [`${asBoardB}/input`, { preferred_coa_id: coa, commentary: '' }],
    ] as const) {
      const client = address.startsWith(own) ? reviewer : gov;
      expect([address, (await client.post(address, fields)).status]).toEqual([address, 404]);
    }
    for (const address of [asBoardB, `${asBoardB}/edit`, `${own}/${id}/coa/${foreign}/edit`])
      expect([address, (await gov.get(address)).status]).toEqual([address, 404]);
    expect((await pool.query('select id, version from entities order by id')).rows).toEqual(
      before.rows,
    );
  });
});

describe('spec agenda#opinions', () => {
  test('a user has one opinion, which they can change, and percentages are whole', async () => {
    const id = await point('Opinions');
    const [a, b] = [await option(id, 'A'), await option(id, 'B')];
    const give = (client: typeof member, coa: string, commentary = '') =>
      client.post(`${at(id)}/input`, { preferred_coa_id: coa, commentary });
    for (const [client, coa] of [
      [member, a],
      [chair, a],
      [reviewer, b],
      [member, b],
    ] as const)
      expect((await give(client, coa, 'Because.')).location).toBe(at(id));
    const { rows } = await pool.query(
      `select r.target_id as coa, count(*)::integer as n from entities e
       join relations r on r.source_id = e.id join entities t on t.id = r.relation_type_id and t.name = 'prefers_coa'
       where e.entity_type = 'opinion' and e.properties ->> 'agenda_point_id' = $1 group by 1 order by 1`,
      [id],
    );
    expect(rows).toEqual([
      { coa: a, n: 1 },
      { coa: b, n: 2 },
    ]);
    const { text } = await member.get(at(id));
    expect(text).toContain('2 considered, 3 of 3 members gave an opinion');
    expect(text).toContain('33 %');
    expect(text).toContain('66 %');
    const form = await member.get(`${at(id)}/input`);
    expect(form.text).toContain('You already gave an opinion.');
    const at_once = await Promise.all([1, 2, 3, 4].map(() => give(gov, a)));
    expect(at_once.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect(await opinionsOn(id)).toBe(4);
  });

  const opinionsOn = async (id: string): Promise<number> =>
    (
      await pool.query(
        "select count(*)::integer as n from entities where entity_type = 'opinion' and properties ->> 'agenda_point_id' = $1",
        [id],
      )
    ).rows[0]?.n;

  test('an opinion needs a course of action of the point, a decision item, and an open point', async () => {
    const [id, news] = [await point('Strict'), await point('News', { item_type: 'informative' })];
    const foreign = await option(await point('Elsewhere'), 'Elsewhere');
    const own = await option(news, 'Own');
    for (const coa of ['', '0', '-1', 'x', foreign, id])
      expect(
        (await member.post(`${at(id)}/input`, { preferred_coa_id: coa, commentary: '' })).status,
      ).toBe(422);
    const fields = { preferred_coa_id: own, commentary: '' };
    expect((await member.post(`${at(news)}/input`, fields)).status).toBe(403);
    expect((await member.get(`${at(news)}/input`)).status).toBe(403);
    expect((await opinionsOn(id)) + (await opinionsOn(news))).toBe(0);
  });

  test('an opinion from an import, in relations only, counts and is its author’s own', async () => {
    const id = await point('Imported');
    const coa = await option(id, 'A');
    const { rows } = await pool.query(
      `insert into entities (entity_type, name, label, properties)
       values ('opinion', gen_random_uuid(), 'Imported', '{"rationale": "Long known."}') returning id`,
    );
    const opinion = rows[0]?.id;
    for (const [type, source, target] of [
      ['opinion_on', opinion, id],
      ['prefers_coa', opinion, coa],
      ['opinion_by', opinion, member.userId],
    ])
      await pool.query(
        `insert into relations (relation_type_id, source_id, target_id)
         select id, $2, $3 from entities where entity_type = 'relation_type' and name = $1`,
        [type, source, target],
      );
    const { text } = await member.get(at(id));
    expect(text).toContain('Long known.');
    expect(text).toContain('1 prefers');
    await member.post(`${at(id)}/input`, { preferred_coa_id: coa, commentary: 'New.' });
    expect((await member.get(at(id))).text).toContain('1 prefers');
    expect((await stored(opinion))?.['commentary']).toBe('New.');
  });
});

test('spec agenda#deletion: a point goes with its courses of action, sections and opinions', async () => {
  const id = await point('Short-lived');
  const coa = await option(id, 'A', { coa_type: 'complex' });
  await section(id, coa, 'Part');
  await member.post(`${at(id)}/input`, { preferred_coa_id: coa, commentary: '' });
  expect((await reviewer.get(`${at(id)}/delete`)).text).toContain('Delete agenda point');
  const types = ['agenda_point', 'coa', 'coa_section', 'opinion'];
  const before = await count(...types);
  expect((await reviewer.post(`${at(id)}/delete`)).location).toBe(tab);
  expect(await count(...types)).toBe(before - 4);
  expect((await reviewer.get(at(id))).status).toBe(404);
});

test('spec agenda#access: each route needs its permission and a position', async () => {
  const id = await point('Guarded');
  const coa = await option(id, 'A', { coa_type: 'complex' });
  const part = await section(id, coa, 'Part');
  const to = `${at(id)}/coa/${coa}`;
  const text = { title: 'x', description: 'x' };
  const writes: readonly (readonly [string, Record<string, string>])[] = [
    [list, pointFields('x')],
    [at(id), pointFields('x')],
    [`${at(id)}/transition`, { to_status: 'in_progress' }],
    [`${at(id)}/delete`, {}],
    [`${at(id)}/coa`, { ...text, coa_type: 'simple' }],
    [to, text],
    [`${to}/delete`, {}],
    [`${to}/sections`, { section_title: 'x', section_content: 'x' }],
    [`${to}/sections/${part}`, { section_title: 'x', section_content: 'x' }],
    [`${to}/sections/${part}/delete`, {}],
  ];
  const reads = [`${list}/new`, `${at(id)}/edit`, `${at(id)}/delete`, `${to}/edit`];
  for (const client of [outsider, viewer, member]) {
    for (const [address, fields] of writes)
      expect([address, (await client.post(address, fields)).status]).toEqual([address, 403]);
    for (const address of reads) expect((await client.get(address)).status).toBe(403);
  }
  for (const client of [outsider, viewer]) {
    expect((await client.get(at(id))).status).toBe(403);
    expect(
      (await client.post(`${at(id)}/input`, { preferred_coa_id: coa, commentary: '' })).status,
    ).toBe(403);
  }
  expect(await stored(id)).toMatchObject({ title: 'Guarded', status: 'scheduled' });
  expect((await admin.get(at(id))).status).toBe(200);
});

test('spec agenda#page: a page is three statements, whatever it shows', async () => {
  const id = await point('Cheap');
  for (const title of ['A', 'B', 'C']) await option(id, title);
  for (const address of [at(id), `${at(id)}/edit`, `${at(id)}/input`]) {
    const before = server.queries.statements;
    expect((await reviewer.get(address)).status).toBe(200);
    expect(server.queries.statements - before).toBe(3);
  }
});
