import { expect, test } from 'vitest';
import { seededRandom, seedOf } from '#test/support/seeded-random.ts';
import { administered } from './app-fixture.ts';
import {
  documentCodes,
  fill,
  openedForm,
  paper,
  withPermissions,
  written,
} from './document-fixture.ts';
import { idOf } from './people-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const budget = await idOf(server, 'tor', 'budget_committee');
const safety = await idOf(server, 'tor', 'safety_review_board');
const secret = await written(admin, 'Secret paper', { body: 'zebra', tor_id: budget });
const shared = await written(admin, 'Open paper', { body: 'zebra' });

/** Everything that an address of a document answers to a browser. */
async function answersAbout(browser: typeof admin, address: string): Promise<readonly number[]> {
  const [read, edit, remove] = [
    await browser.get(address),
    await browser.get(`${address}/edit`),
    await browser.get(`${address}/delete`),
  ];
  const saved = await browser.post(address, paper('Changed'));
  const deleted = await browser.post(`${address}/delete`);
  return [read, edit, remove, saved, deleted].map(({ status }) => status);
}

const listed = async (browser: typeof admin, path = '/documents?q=zebra'): Promise<string[]> =>
  [...(await browser.get(path)).text.matchAll(/href="(\/documents\/\d+)"/g)].map(
    ([, address = '']) => address,
  );

test('spec documents#visibility: a member sees the documents of the committee, in lists and by address', async () => {
  const member = await withPermissions(server, documentCodes, 'bc_member');
  expect((await member.get(secret)).status).toBe(200);
  expect(await listed(member)).toEqual([shared, secret]);
  expect(await listed(member, `/tor/${budget}/documents`)).toContain(secret);
  expect((await member.get(`/tor/${safety}/documents`)).status).toBe(403);
});

test('spec documents#visibility: for other users a document of a committee does not exist, and nothing changes', async () => {
  const stranger = await withPermissions(server, documentCodes, 'srb_chair');
  expect(await answersAbout(stranger, secret)).toEqual([404, 404, 404, 404, 404]);
  expect(await listed(stranger)).toEqual([shared]);
  expect(await listed(stranger, `/documents?committee=${budget}`)).toEqual([]);
  expect((await admin.get(secret)).text).toContain('Secret paper');
});

test('spec documents#visibility: holders of tor.edit see every document', async () => {
  const secretary = await withPermissions(server, [...documentCodes, 'tor.edit']);
  expect((await secretary.get(secret)).status).toBe(200);
  expect(await listed(secretary)).toEqual([shared, secret]);
});

test('spec documents#visibility: a position counts from its first to its last day', async () => {
  const [before, after, now] = [
    await withPermissions(server, documentCodes),
    await withPermissions(server, documentCodes),
    await withPermissions(server, documentCodes),
  ];
  await fill(server, before.userId, 'bc_member', { since: '2999-01-01' });
  await fill(server, after.userId, 'bc_member', { since: '2001-01-01', until: '2001-12-31' });
  await fill(server, now.userId, 'bc_member', { since: '2001-01-01', until: '2999-12-31' });
  expect((await before.get(secret)).status).toBe(404);
  expect((await after.get(secret)).status).toBe(404);
  expect((await now.get(secret)).status).toBe(200);
});

test('spec documents#visibility: users put documents only into committees whose documents they see', async () => {
  const member = await withPermissions(server, documentCodes, 'bc_member');
  const { text } = await member.get('/documents/new');
  expect(text).toContain(`<option value="${budget}">Budget Committee</option>`);
  expect(text).not.toContain(`<option value="${safety}"`);
  expect((await member.post('/documents', paper('There', { tor_id: safety }))).status).toBe(422);
  const own = await written(member, 'Here', { tor_id: budget });
  const seen = await openedForm(member, own);
  const moved = { ...paper('Here'), ...seen, tor_id: safety };
  expect((await member.post(own, moved)).status).toBe(422);
});

test('spec documents#visibility: the explorer, the graph, the entity API and exports show no documents without tor.edit', async () => {
  const id = secret.split('/').pop();
  const codes = [
    'entities.list',
    'entities.edit',
    'settings.manage',
    'ontology.view',
    'audit.view',
  ];
  const known = new Set(
    (
      await server.services.pool.query<{ name: string }>(
        "select name from entities where entity_type = 'permission'",
      )
    ).rows.map(({ name }) => name),
  );
  const browser = await withPermissions(
    server,
    codes.filter((code) => known.has(code)),
  );
  const asProgram = { headers: { Accept: 'application/json' } };
  expect((await browser.get(`/api/v1/entities/${id}`, asProgram)).status).toBe(404);
  const { items } = (
    await browser.get('/api/v1/entities?entity_type=document', asProgram)
  ).json() as { items: unknown[] };
  expect(items).toEqual([]);
  expect((await browser.get(`/ontology/data/${id}`)).status).toBe(404);
  expect((await browser.get('/api/data/export?format=json')).text).not.toContain('zebra');
});

test('spec documents#visibility: no list shows a document that is refused by address', async () => {
  const random = seededRandom(seedOf('DOCUMENTS_SEED'));
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const { pool } = server.services;
  const { rows: committees } = await pool.query<{ id: string }>(
    "select id from entities where entity_type = 'tor'",
  );
  const { rows: positions } = await pool.query<{ name: string }>(
    "select name from entities where entity_type = 'tor_function'",
  );
  const terms = [{}, { since: '2001-01-01' }, { until: '2001-01-01' }, { since: '2999-01-01' }];
  const all: string[] = [secret, shared];
  for (let n = 0; n < 20; n += 1) {
    const tor_id = pick([undefined, ...committees.map(({ id }) => id)]);
    const more = { body: 'zebra', ...(tor_id === undefined ? {} : { tor_id }) };
    all.push(await written(admin, `Paper ${n}`, more));
  }
  // An import may put one document into two committees.
  for (const address of all.slice(-5))
    await pool.query(
      `insert into relations (relation_type_id, source_id, target_id)
       select id, $1, $2 from entities where entity_type = 'relation_type' and name = 'scoped_to_tor'
       on conflict do nothing`,
      [address.split('/').pop(), pick(committees).id],
    );
  for (let user = 0; user < 6; user += 1) {
    const browser = await withPermissions(server, ['document.list', 'document.view']);
    for (const { name } of positions.filter(() => random() < 0.2))
      await fill(server, browser.userId, name, pick(terms));
    const byAddress = new Set<string>();
    for (const address of all)
      if ((await browser.get(address)).status === 200) byAddress.add(address);
    for (const path of ['/documents?per_page=100', '/documents?q=zebra&per_page=100'])
      expect(new Set((await listed(browser, path)).filter((each) => all.includes(each)))).toEqual(
        byAddress,
      );
  }
});
