import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import type { AppServer } from '#test/support/app-server.ts';
import { administered, auditRows } from './app-fixture.ts';
import { idOf } from './people-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });

const listOf = async (tor: string) => `/tor/${await idOf(server, 'tor', tor)}/templates`;

/** Id of the newest entity with a label. */
async function idCalled({ services }: AppServer, label: string): Promise<string> {
  const newest = 'select id from entities where label = $1 order by id desc limit 1';
  return (await services.pool.query<{ id: string }>(newest, [label])).rows[0]?.id ?? '';
}

async function newTemplate(label: string, tor = 'budget_committee'): Promise<string> {
  const list = await listOf(tor);
  const { location } = await admin.post(list, { label, description: 'For a review.' });
  const id = await idCalled(server, label);
  expect(location).toBe(`${list}?selected=${id}`);
  expect((await admin.get(location ?? '')).location).toBe(`${list}/${id}/slides`);
  expect((await admin.get(`${list}/${id}/slides`)).text).toContain(`“${label}” created.`);
  return `${list}/${id}`;
}

async function withSlides(label: string, ...titles: string[]): Promise<string> {
  const slides = `${await newTemplate(label)}/slides`;
  const selected = slides.replace(/\/(\d+)\/slides$/, '?selected=$1');
  for (const title of titles)
    expect((await admin.post(slides, { label: title })).location).toBe(selected);
  return slides;
}

/** Titles of the slides, in order, with their places. */
const slidesOn = async (address: string): Promise<string[]> =>
  [
    ...textOf(
      (await admin.get(address)).text.replaceAll(/<button[\s\S]*?<\/button>/g, ''),
    ).matchAll(/(\d+) (Aim|Cost|Risk|Own)\b/g),
  ].map(([found]) => found);

test('spec presentation-templates#templates: a template is created, changed and deleted; each is audited at its committee', async () => {
  const template = await newTemplate('Review');
  expect(textOf((await admin.get(template)).text)).toContain('For a review.');
  const { text } = await admin.get(template);
  const version = /name="version" value="(\d+)"/.exec(text)?.[1] ?? '';
  const changed = { label: 'Quarter', description: '', version };
  for (const status of [303, 409])
    expect((await admin.post(template, changed)).status).toBe(status);
  expect((await admin.get(`${template}/delete`)).text).toContain('template “Quarter”?');
  await admin.post(`${template}/delete`);
  expect((await admin.get(template)).status).toBe(404);
  const rows = await auditRows(
    server,
    ...['tor.template_created', 'tor.template_updated', 'tor.template_deleted'],
  );
  expect(rows.map(({ action }) => action.split('_')[1])).toEqual(['created', 'updated', 'deleted']);
  expect(new Set(rows.map((row) => row.target_label))).toEqual(new Set(['Budget Committee']));
});

test('spec presentation-templates#templates: a refused form keeps the input', async () => {
  const list = await listOf('budget_committee');
  const reply = await admin.post(list, { label: ' ', description: 'Typed' });
  expect([reply.status, reply.text.includes('Typed')]).toEqual([422, true]);
  expect(textOf(reply.text)).toContain('Name is required.');
});

test('spec presentation-templates#slides: slides are numbered without gaps as they are added, moved and deleted', async () => {
  const slides = await withSlides('Numbers', 'Aim', 'Cost', 'Risk');
  expect(await slidesOn(slides)).toEqual(['1 Aim', '2 Cost', '3 Risk']);
  const risk = `${slides}/${await idCalled(server, 'Risk')}`;
  expect((await admin.post(`${risk}/move`, { direction: 'up', back: 'list' })).location).toContain(
    '?moved=',
  );
  expect(await slidesOn(slides)).toEqual(['1 Aim', '2 Risk', '3 Cost']);
  const aim = `${slides}/${await idCalled(server, 'Aim')}`;
  const before = (await auditRows(server, 'tor.slide_moved')).length;
  await admin.post(`${aim}/move`, { direction: 'up' });
  expect(await auditRows(server, 'tor.slide_moved')).toHaveLength(before);
  await admin.post(`${aim}/delete`);
  expect(await slidesOn(slides)).toEqual(['1 Risk', '2 Cost']);
});

test('spec presentation-templates#slides: a template takes its slides with it', async () => {
  const slides = await withSlides('Gone', 'Lost');
  expect(await idCalled(server, 'Lost')).not.toBe('');
  await admin.post(slides.replace('/slides', '/delete'));
  expect(await idCalled(server, 'Lost')).toBe('');
});

test('spec ontology#collections: an entity that is not below the one before it in the path is a 404, and nothing changes', async () => {
  const slides = await withSlides('Mine', 'Own');
  const id = await idCalled(server, 'Own');
  const elsewhere = await newTemplate('Other', 'safety_review_board');
  const foreign = slides.replace(await listOf('budget_committee'), await listOf('daily_standup'));
  for (const address of [`${elsewhere}/slides/${id}`, `${foreign}/${id}`, `${slides}/1`]) {
    expect((await admin.get(address)).status).toBe(404);
    for (const action of ['', '/delete', '/move'])
      expect((await admin.post(address + action, { label: 'x', direction: 'up' })).status).toBe(
        404,
      );
  }
  expect(await slidesOn(slides)).toEqual(['1 Own']);
});

test('spec presentation-templates#templates: users without the permission see and change nothing', async () => {
  const list = await listOf('budget_committee');
  const viewer = await server.signIn('viewer');
  const replies = [await viewer.get(list), await viewer.post(list, { label: 'x' })];
  expect(replies.map(({ status }) => status)).toEqual([403, 403]);
});

test('a list of slides takes three statements', async () => {
  const slides = await withSlides('Cheap', 'One', 'Two');
  const { statements } = server.queries;
  await admin.get(slides);
  expect(server.queries.statements - statements).toBe(3);
});
