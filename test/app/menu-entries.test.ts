import { expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { app, auditRows } from './app-fixture.ts';
import { idOf } from './people-fixture.ts';

/** Labels of the entries by module, as shown in the editor. */
async function treeOn(browser: AppClient): Promise<string[]> {
  const { text } = await browser.get('/menu');
  const tree = /<ol class="tree"[\s\S]*<\/ol>/.exec(text)?.[0] ?? '';
  return [...tree.matchAll(/<a[^>]*href="\/menu\/\d+"[^>]*>([^<]*)</g)].map(
    ([, label = '']) => label,
  );
}

/** What a button of the editor submits. */
async function button(browser: AppClient, name: string): Promise<string> {
  const { text } = await browser.get('/menu');
  const tag = [...text.matchAll(/<button[^>]*>/g)]
    .map(([tag]) => tag)
    .find((tag) => tag.includes(`"${name}"`));
  return /value="([^"]*)"/.exec(tag ?? '')?.[1] ?? '';
}

const admin = [
  'Users',
  'Roles',
  'Permissions',
  'New role',
  'Menu',
  'Ontology',
  'Settings',
  'Audit log',
  'Warnings',
  'Data manager',
  'Jobs',
  'Webhooks',
];

test('the editor shows the current menu: modules with their entries in order, who sees them, and which have no page', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  await server.services.pool.query(
    `insert into entities (entity_type, name, label, sort_order, properties)
     values ('nav_item', 'governance.nowhere', 'Nowhere', 99, '{"url": "/nowhere", "parent": "governance"}')`,
  );
  expect((await treeOn(browser)).slice(0, 14)).toEqual(['Dashboard', 'Admin', ...admin]);
  const text = textOf((await browser.get('/menu')).text);
  expect(text).toContain('Audit log /audit View audit log Shown');
  expect(text).toMatch(/Nowhere \/nowhere [^/]* No page yet/);
});

test('an entry moves by one place, over the end of its module, and back by Undo; one audit row each', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const up = await browser.post('/menu', { place: await button(browser, 'Move Roles up') });
  expect(up.status).toBe(303);
  const after = (await browser.get(up.location ?? '')).text;
  expect(textOf(after)).toContain('Roles is now entry 1 of 12 in Admin.');
  expect(after).toMatch(
    /<button[^>]*Move Roles down[^>]*autofocus|<button[^>]*autofocus[^>]*Move Roles down/,
  );
  expect((await treeOn(browser)).slice(2, 5)).toEqual(['Roles', 'Users', 'Permissions']);

  const place = await button(browser, 'Move Webhooks down');
  expect((await browser.post('/menu', { place })).status).toBe(303);
  const tree = await treeOn(browser);
  expect(tree.slice(tree.indexOf('Governance'), tree.indexOf('Governance') + 3)).toEqual([
    'Governance',
    'Webhooks',
    'Terms of Reference',
  ]);
  const { rows } = await server.services.pool.query<{ parent: string; place: number }>(
    `select p.value as parent, e.sort_order as place from entities e join entity_properties p on p.entity_id = e.id and p.key = 'parent'
     where e.entity_type = 'nav_item' order by 1, 2`,
  );
  for (const module of ['admin', 'governance']) {
    const places = rows.filter(({ parent }) => parent === module).map(({ place }) => place);
    expect(places).toEqual(places.map((_, index) => index + 1));
  }
  const undo = await browser.post('/menu', {
    place: place.replace(/\.\w+\.\w+\.\w+$/, `.${await idOf(server, 'nav_item', 'admin')}.0`),
  });
  expect(undo.status).toBe(303);
  expect((await treeOn(browser)).slice(2, 14)).toEqual(['Roles', 'Users', ...admin.slice(2)]);
  expect(await auditRows(server, 'menu.updated')).toMatchObject([
    { before: { place: 2 }, after: { place: 1 } },
    { before: { module: 'Admin', place: 12 }, after: { module: 'Governance', place: 1 } },
    { before: { module: 'Governance', place: 1 }, after: { module: 'Admin', place: 12 } },
  ]);
});

test('a move in a changed menu, an invalid and a forbidden one change nothing', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const before = await treeOn(browser);
  const [audit, map, module] = await Promise.all(
    ['admin.audit', 'governance.map', 'admin'].map((name) => idOf(server, 'nav_item', name)),
  );
  const gone = await browser.post('/menu', { place: `${audit}.${module}.${map}` });
  expect(textOf((await browser.get(gone.location ?? '')).text)).toContain('The menu has changed.');
  for (const place of [
    '',
    'x',
    `${audit}`,
    `${audit}.0`,
    `0.${module}.0`,
    `${audit}.${module}.0.sideways`,
  ])
    expect((await browser.post('/menu', { place })).status).toBe(422);
  const top = await browser.post('/menu', { place: `${audit}.0.0` });
  expect(textOf((await browser.get(top.location ?? '')).text)).toContain('modules stay at the top');
  expect(
    (await (await server.signIn('user')).post('/menu', { place: `${audit}.${module}.0` })).status,
  ).toBe(403);
  expect(await treeOn(browser)).toEqual(before);
});

test('two users who move concurrently leave one order without gaps', async () => {
  const server = await app();
  const browsers = [await server.signIn('admin'), await server.signIn('admin')];
  const [users, audit, module] = await Promise.all(
    ['admin.users', 'admin.audit', 'admin'].map((name) => idOf(server, 'nav_item', name)),
  );
  const sent = await Promise.all(
    browsers.map((browser, one) =>
      browser.post('/menu', { place: `${one === 0 ? users : audit}.${module}.0` }),
    ),
  );
  expect(sent.map(({ status }) => status)).toEqual([303, 303]);
  const { rows } = await server.services.pool.query<{ place: number }>(
    `select e.sort_order as place from entities e join entity_properties p on p.entity_id = e.id and p.key = 'parent' and p.value = 'admin'
     where e.entity_type = 'nav_item' order by 1`,
  );
  expect(rows.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test('an entry is renamed and put into another module: the menu of the next page has both, the audit log too', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const path = `/menu/${await idOf(server, 'nav_item', 'admin.audit')}`;
  const version = /name="version" value="(\d+)"/.exec((await browser.get(path)).text)?.[1] ?? '';
  const module = await idOf(server, 'nav_item', 'governance');
  const sent = { version, label: 'History', module, active: 'true' };
  const statuses = [];
  for (const fields of [{ ...sent, label: '' }, sent, { ...sent, label: 'Late' }])
    statuses.push((await browser.post(path, fields)).status);
  expect(statuses).toEqual([422, 303, 409]);
  expect(textOf((await browser.get('/settings')).text)).toContain('History');
  const tree = await treeOn(browser);
  expect(tree.indexOf('History')).toBeGreaterThan(tree.indexOf('Governance'));
  expect(await auditRows(server, 'menu.updated')).toMatchObject([
    {
      before: { label: 'Audit log', module: 'Admin' },
      after: { label: 'History', module: 'Governance' },
    },
  ]);
  expect((await (await server.signIn('user')).get(path)).status).toBe(403);
});

test('the addresses of before lead on', async () => {
  const browser = await (await app()).signIn('admin');
  expect((await browser.get('/menu-builder/entries')).location).toBe('/menu');
  expect((await browser.get('/menu-builder/entries/12')).location).toBe('/menu/12');
  expect((await browser.get('/menu/99999999')).status).toBe(404);
});

test('a form that is too large keeps its values and reports it at its largest field; a program gets the status', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const path = `/menu/${await idOf(server, 'nav_item', 'admin.audit')}`;
  const version = /name="version" value="(\d+)"/.exec((await browser.get(path)).text)?.[1] ?? '';
  const label = 'An audit log '.repeat(8000);
  const reply = await browser.post(path, { version, label, active: 'true' });
  expect(reply.status).toBe(413);
  expect(textOf(reply.text)).toContain('This text is 102 KB; the whole form can be 64 KB.');
  expect(reply.text).toMatch(/<a href="#f-label">This text is/);
  expect(reply.text).toContain(`value="${label}"`);
  expect(await auditRows(server, 'menu.updated')).toEqual([]);
  expect((await browser.post(path, { version, label: 'x'.repeat(2 * 1024 * 1024) })).status).toBe(
    413,
  );
});
