import { expect, test } from 'vitest';
import { beginAttachment } from '#app/attachments/attachment-store.ts';
import { addAttachment } from '#app/attachments/commands.ts';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { agendaOf } from './agenda-fixture.ts';
import { administered, auditRows } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';
import { proposed } from './item-fixture.ts';
import { newActor } from './people-fixture.ts';

const { server } = await administered();
const people = await governance(server);
const { boardA, member, outsider, reviewer } = people;
const agenda = agendaOf(server, reviewer, boardA);
const { pool } = server.services;

const idIn = (path: string): string => path.split('/').pop() ?? '';
const attach = (entity: string, name: string, browser: AppClient) =>
  browser.upload(
    `/attachments?entity=${entity}`,
    {},
    { name, type: 'text/plain', bytes: Buffer.from(`Content of ${name}`), field: 'file' },
  );

/** Addresses of the files of an entity, by name. */
async function filesOf(entity: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'select id from attachments where entity_id = $1 order by name',
    [entity],
  );
  return rows.map(({ id }) => `/attachments/${id}`);
}

/** An item of each kind: its id, its page, who may edit it. */
async function made(kind: 'proposal' | 'agenda_point' | 'coa') {
  if (kind === 'proposal') {
    const page = await proposed(people);
    return { id: idIn(page), page, editor: member };
  }
  const point = await agenda.point(`Files of a ${kind}`);
  const page = agenda.at(point);
  if (kind === 'agenda_point') return { id: point, page, editor: reviewer };
  return { id: await agenda.option(point, 'With files'), page, editor: reviewer };
}

test.each(['proposal', 'agenda_point', 'coa'] as const)(
  'spec attachments#items: those who may edit a %s attach files, which its readers see',
  async (kind) => {
    const { id, page, editor } = await made(kind);
    expect((await editor.get(page)).text).toContain(`/attachments/new?entity=${id}`);
    const form = await editor.get(`/attachments/new?entity=${id}`);
    expect([form.status, textOf(form.text)]).toEqual([200, expect.stringContaining('Attach file')]);
    expect((await attach(id, 'plan.txt', editor)).location).toBe(page);
    const [file = ''] = await filesOf(id);
    const rows = await auditRows(server, `${kind}.attachment_added`);
    expect(rows.at(-1)).toMatchObject({ target_id: id, after: { file: 'plan.txt' } });

    const shown = await member.get(page);
    expect(shown.text).toContain(`href="${file}/view"`);
    expect((await member.get(file)).text).toBe('Content of plan.txt');
    for (const path of [file, `${file}/view`, `${file}/delete`, `/attachments/new?entity=${id}`])
      expect((await outsider.get(path)).status, path).toBe(404);
    expect((await attach(id, 'no.txt', outsider)).status).toBe(404);
    expect((await outsider.post(`${file}/delete`)).status).toBe(404);
    const reader = kind === 'proposal' ? people.chair : member;
    const refused = kind === 'proposal' ? 404 : 403;
    expect((await attach(id, 'no.txt', reader)).status).toBe(refused);
    expect((await reader.post(`${file}/delete`)).status).toBe(refused);
    expect(await filesOf(id)).toEqual([file]);

    expect((await attach(id, '', editor)).status).toBe(422);
    expect(textOf((await editor.get(`${file}/delete`)).text)).toContain('Delete file “plan.txt”?');
    expect((await editor.post(`${file}/delete`)).location).toBe(page);
    expect(await filesOf(id)).toEqual([]);
  },
);

test('spec attachments#frozen: files of a proposal stay as its text does', async () => {
  const { id, page, editor } = await made('proposal');
  await attach(id, 'plan.txt', editor);
  const [file = ''] = await filesOf(id);
  await editor.post(`${page}/submit`);
  expect((await editor.get(page)).text).not.toContain('/attachments/new');
  expect((await attach(id, 'late.txt', editor)).status).toBe(409);
  await editor.post(`${file}/delete`);
  expect(await filesOf(id)).toEqual([file]);
});

test('spec attachments#frozen: files of a decided point stay, also an upload that was under way', async () => {
  const point = await agenda.point('Decided with files');
  const option = await agenda.option(point, 'Do it');
  await attach(point, 'paper.txt', reviewer);
  await attach(option, 'cost.txt', reviewer);
  const { db, now } = server.services;
  const entityId = point;
  const actor = await newActor(server, 'admin');
  const id = await beginAttachment(db, { entityId, name: 'late.txt' }, actor, now());
  const decision = { selected_coa_id: option, decision_rationale: '' };
  expect((await reviewer.post(`${agenda.at(point)}/decide`, decision)).status).toBe(303);
  for (const owner of [point, option]) {
    const files = await filesOf(owner);
    expect((await attach(owner, 'late.txt', reviewer)).status).toBe(409);
    for (const file of files) await reviewer.post(`${file}/delete`);
    expect(await filesOf(owner)).toEqual(files);
    for (const change of [
      'delete from attachments where entity_id = $1 and is_complete',
      "update attachments set name = 'other' where entity_id = $1 and is_complete",
      'delete from attachment_pieces where attachment_id in (select id from attachments where entity_id = $1)',
    ])
      await expect(pool.query(change, [owner]), change).rejects.toThrow(
        'files of what was decided on stay',
      );
  }
  const arrived = { mediaType: 'text/plain', bytes: 1, sha256: 'ab'.repeat(32) };
  const late = await addAttachment(server.services, actor, {
    ...{ id: id ?? '', entityId, name: 'late.txt', ...arrived },
  });
  expect(late).toMatchObject({ ok: false, status: 409 });
  const shown = (await member.get(agenda.at(point))).text;
  expect(shown).toContain('paper.txt');
  expect(shown).toContain('cost.txt');
  expect(shown).not.toContain('late.txt');
});

test('spec attachments#items: files go with what they belong to', async () => {
  const point = await agenda.point('Doomed with files');
  const option = await agenda.option(point, 'Doomed option');
  await attach(point, 'one.txt', reviewer);
  await attach(option, 'two.txt', reviewer);
  expect((await reviewer.post(`${agenda.at(point)}/delete`)).status).toBe(303);
  expect([...(await filesOf(point)), ...(await filesOf(option))]).toEqual([]);
});
