import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { PackContent } from '#app/meeting-pack/pack.ts';
import { textOf } from '#test/support/app-client.ts';
import { agendaOf } from './agenda-fixture.ts';
import { administered, auditRows } from './app-fixture.ts';
import { daysFromNow, insert, join, meeting } from './calendar-fixture.ts';
import { governance } from './governance-fixture.ts';

const { server, admin } = await administered();
const own = await governance(server);
const { boardA, boardB, chair, member, outsider, viewer, gov } = own;
const { point, option, section } = agendaOf(server, gov, boardA);
const { pool } = server.services;

const id = await meeting(server, boardA, daysFromNow(7), {
  ...{ status: 'confirmed', classification: 'Internal', meeting_number: '41' },
});
const meetingAt = `/tor/${boardA}/meetings/${id}`;
const packs = `${meetingAt}/packs`;
const [paper, draft, foreign, open] = await Promise.all([
  document('Cost of the fare engine', boardA),
  insert(server, 'document', 'draft', { label: 'Draft', body: 'Not yet.' }),
  document('Secret of board B', boardB),
  document('Glossary', undefined),
]);

/** A document with an approved version. */
async function document(title: string, tor: string | undefined): Promise<string> {
  const made = await insert(server, 'document', title, { body: `# ${title}\n\nText of ${title}.` });
  if (tor !== undefined) await join(server, 'scoped_to_tor', made, tor);
  await pool.query(
    `update document_versions set approved_at = now(), approved_by = 'Ada' where document_id = $1`,
    [made],
  );
  return made;
}
const stored = async (number: number): Promise<PackContent> => {
  const { rows } = await pool.query<{ content: string }>(
    'select content from meeting_packs where meeting_id = $1 and number = $2',
    [id, number],
  );
  return JSON.parse(rows[0]?.content ?? 'null') as PackContent;
};
const issued = async (): Promise<number> =>
  (await pool.query('select count(*)::integer as n from meeting_packs')).rows[0]?.n;

let window = '';
beforeAll(async () => {
  await join(server, 'scoped_to_tor', draft, boardA);
  await pool.query(
    `insert into attachments (entity_id, name, media_type, bytes, sha256, uploaded_at, uploaded_by, is_complete)
     values ($1, 'costs.pdf', 'application/pdf', 3, sha256('abc'), now(), 'Ada', true)`,
    [paper],
  );
});

test('spec meeting-pack#issue: those who manage the agenda issue a pack that is confirmed, not empty and new', async () => {
  expect((await chair.post(packs)).location).toBe(meetingAt);
  expect(await issued()).toBe(0);
  window = await point('Release window', { description: `See [words](/documents/${open}).` });
  await option(window, 'Two nights');
  const staged = await option(window, 'Staged', { coa_type: 'complex' });
  await section(window, staged, 'Risk', { section_content: '```\nnever closed' });
  await join(server, 'scheduled_for_meeting', window, id, { agenda_order: '1' });
  for (const who of [member, outsider, viewer]) {
    expect((await who.get(`${packs}/new`)).status).toBe(403);
    expect((await who.post(packs)).status).toBe(403);
  }
  expect((await gov.get(`/tor/${boardB}/meetings/${id}/packs/new`)).status).toBe(404);
  expect((await gov.post(`/tor/${boardB}/meetings/${id}/packs`)).status).toBe(404);
  for (const wrong of [draft, foreign, '999999'])
    expect((await gov.post(packs, { document_id: wrong })).location).toBe(meetingAt);
  // The chair may not see documents, so has no papers to add.
  expect((await chair.post(packs, { document_id: paper })).location).toBe(meetingAt);
  expect((await gov.post(packs, { document_id: 'x' })).status).toBe(422);
  await pool.query(
    `update entities set properties = properties || '{"status": "projected"}' where id = $1`,
    [id],
  );
  await gov.post(packs);
  expect(await issued()).toBe(0);
  await pool.query(
    `update entities set properties = properties || '{"status": "confirmed"}' where id = $1`,
    [id],
  );
  const form = (await gov.get(`${packs}/new`)).text;
  expect(form).toMatch(new RegExp(`value="${open}"[^>]*checked|checked[^>]*value="${open}"`));
  expect(form).toContain('Cost of the fare engine');
  expect(form).not.toMatch(/Secret of board B|Draft, version/);
  const both = { document_id: [paper, open] };
  const twice = await Promise.all([gov.post(packs, both), gov.post(packs, both)]);
  expect(twice.map(({ location }) => location).sort()).toEqual([meetingAt, `${packs}/1`]);
  expect(await issued()).toBe(1);
});

test('spec meeting-pack#content: agenda, options with sections, approved texts and files with their hash', async () => {
  const { agenda, points, papers, classification, number } = await stored(1);
  expect({ classification, number }).toEqual({ classification: 'Internal', number: '41' });
  expect(agenda).toMatchObject([{ number: 1, title: 'Release window', begins: '10:00' }]);
  expect(points[0]?.options).toMatchObject([
    { key: 'A', title: 'Two nights', sections: [] },
    { key: 'B', title: 'Staged', sections: [{ title: 'Risk', text: '```\nnever closed' }] },
  ]);
  const hash = createHash('sha256')
    .update(papers[0]?.text ?? '')
    .digest('hex');
  expect(papers).toMatchObject([
    { title: 'Cost of the fare engine', version: 1, sha256: hash, attachments: [{ bytes: 3 }] },
    { title: 'Glossary', attachments: [] },
  ]);
  await pool.query(`update entities set label = 'Changed' where id = $1`, [window]);
  const page = textOf((await member.get(`${packs}/1`)).text);
  expect(page).toMatch(
    /1\. Release window .*Option A: Two nights.*Risk never closed.*Text of Cost of the fare engine\./,
  );
  expect(page).toContain('The stored text has this hash.');
  expect(page).not.toContain('Who has read it');
});

test('spec meeting-pack#export: a page for print, a tagged PDF and the text that was hashed', async () => {
  const html = await member.get(`${packs}/1/export`);
  expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(html.text.match(/class="mark">Internal</g)).toHaveLength(2);
  expect(html.text).toMatch(/Two nights[\s\S]*costs\.pdf, attached to Cost of the fare engine/);
  const pdf = await member.get(`${packs}/1/export.pdf`);
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  const parts = ['%PDF-1.7', '/Outlines', '/StructTreeRoot', '/MarkInfo'];
  expect(parts.filter((part) => !pdf.text.includes(part))).toEqual([]);
  const { text } = await member.get(`${packs}/1/record.json`);
  const hash = createHash('sha256').update(text).digest('hex');
  expect((await member.get(`${packs}/1`)).text).toContain(hash);
  const rows = await auditRows(server, 'meeting_pack.issued');
  expect(rows.map(({ details }) => details)).toContainEqual({ sha256: hash });
  for (const path of ['', '/export', '/export.pdf', '/record.json']) {
    expect((await outsider.get(`${packs}/1${path}`)).status).toBe(403);
    expect((await gov.get(`${packs}/7${path}`)).status).toBe(404);
    expect((await gov.get(`${packs}/999999999999999999${path}`)).status).toBe(404);
    expect((await gov.get(`/tor/${boardB}/meetings/${id}/packs/1${path}`)).status).toBe(404);
  }
});

test('spec meeting-pack#readers: opening and reading are noted once, and the chair sees both', async () => {
  const readers = async () =>
    (
      await pool.query(
        `select reader, read_at is not null as read from meeting_pack_readers r
         join meeting_packs p on p.id = r.pack_id where p.number = 1 order by reader`,
      )
    ).rows;
  await gov.get(meetingAt);
  expect(await readers()).toMatchObject([{ read: false }]);
  expect((await member.post(`${packs}/1/read`)).location).toBe(`${packs}/1`);
  await member.post(`${packs}/1/read`);
  expect(await readers()).toMatchObject([{ read: true }]);
  expect(await auditRows(server, 'meeting_pack.read')).toHaveLength(1);
  expect(await auditRows(server, 'meeting_pack.opened')).toHaveLength(1);
  expect((await outsider.post(`${packs}/1/read`)).status).toBe(403);
  expect((await gov.post(`/tor/${boardB}/meetings/${id}/packs/1/read`)).status).toBe(404);
  const seen = textOf((await chair.get(`${packs}/1`)).text);
  expect(seen).toMatch(/Who has read it 1 of 3 members/);
  expect(seen).toMatch(/Test test_reviewer \d+ Not opened/);
});

test('spec meeting-pack#page: a later version is a new one, and the meeting leads to it', async () => {
  expect((await gov.post(packs, { document_id: [paper, open] })).location).toBe(`${packs}/2`);
  expect((await gov.post(packs, { document_id: [paper, open] })).location).toBe(meetingAt);
  expect((await member.get(meetingAt)).text).toContain(`href="${packs}/2"`);
  expect(textOf((await member.get(`${packs}/1`)).text)).toContain(
    'Version 2 was issued after this one.',
  );
  const { statements } = server.queries;
  await member.get(`${packs}/1`);
  expect(server.queries.statements - statements).toBeLessThanOrEqual(3);
});

test('spec meeting-pack#final: its meeting cannot be deleted', async () => {
  const removed = await admin.post(`/ontology/data/${id}/delete`);
  expect(removed.status).not.toBe(500);
  await expect(pool.query('delete from entities where id = $1', [id])).rejects.toThrow(
    /an issued meeting pack stays as it is/,
  );
  expect((await member.get(`${packs}/2`)).status).toBe(200);
});
