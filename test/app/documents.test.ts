import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { documentCodes, openedForm, paper, withPermissions, written } from './document-fixture.ts';
import { idOf } from './people-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const committee = await idOf(server, 'tor', 'budget_committee');

test('spec documents#fields: a document is created, shown, changed and deleted, each with its audit event', async () => {
  const address = await written(admin, 'Travel budget', { tor_id: committee });
  const shown = await admin.get(address);
  expect(textOf(shown.text)).toContain('What the committee has to decide.');
  expect(shown.text).toContain('<h2>Travel budget</h2>');
  expect(textOf(shown.text)).toContain('Budget Committee');
  const seen = await openedForm(admin, address);
  const changed = { ...paper('Travel budget 2027'), ...seen, tor_id: '' };
  expect((await admin.post(address, changed)).location).toBe(address);
  expect(textOf((await admin.get(address)).text)).toContain('Travel budget 2027');
  expect(textOf((await admin.get(`${address}/delete`)).text)).toContain(
    'Delete document “Travel budget 2027”?',
  );
  expect((await admin.post(`${address}/delete`)).location).toBe('/documents');
  expect((await admin.get(address)).status).toBe(404);
  const rows = await auditRows(
    server,
    ...['document.created', 'document.updated', 'document.deleted'],
  );
  expect(rows.map(({ action, target_label }) => [action, target_label])).toEqual([
    ['document.created', 'Travel budget'],
    ['document.updated', 'Travel budget 2027'],
    ['document.deleted', 'Travel budget 2027'],
  ]);
  expect(rows[1]?.before).toMatchObject({ committee: 'Budget Committee', text_version: 1 });
  expect(rows[1]?.after).toMatchObject({
    committee: '',
    text_version: 2,
    title: 'Travel budget 2027',
  });
});

test('spec documents#fields: two documents may have the same title', async () => {
  const [one, other] = [await written(admin, 'Twice'), await written(admin, 'Twice')];
  expect(one).not.toBe(other);
});

test.each<[string, Record<string, string>, string]>([
  ['no title', { title: ' ' }, 'Enter a title.'],
  ['a long title', { title: 'x'.repeat(201) }, 'Shorten the title to 200 characters.'],
  ['no text', { body: ' \n' }, 'Enter a text.'],
  ['a long text', { body: 'x'.repeat(200_001) }, 'Shorten the text to 200,000 characters.'],
  ['an unknown type', { doc_type: 'novel' }, 'Choose a type.'],
  ['no committee', { tor_id: '9007199254740991' }, 'Choose a committee from the list.'],
  ['a word as committee', { tor_id: 'budget' }, 'Choose a committee from the list.'],
])(
  'spec documents#fields: %s is refused at its field, and the text is kept',
  async (_, wrong, reason) => {
    const fields = paper('Kept words', { body: 'My long text.', ...wrong });
    const { status, text } = await admin.post('/documents', fields);
    expect(status).toBe(422);
    expect(textOf(text)).toContain(reason);
    expect(text).toContain(fields.body.trim().slice(0, 100));
    expect((await admin.get('/documents?q=Kept+words')).text).not.toContain('>Kept words<');
  },
);

test('spec documents#fields: an entity of another type is no committee, and nothing is saved', async () => {
  const user = await idOf(server, 'user', 'alice');
  const { status } = await admin.post('/documents', paper('Misplaced', { tor_id: user }));
  expect(status).toBe(422);
});

test('spec documents#fields: a text of the maximum length is saved', async () => {
  const body = 'Grüße und Maße '.repeat(13_333);
  const address = await written(admin, 'A long paper', { body });
  const { rows } = await server.services.pool.query<{ size: number }>(
    "select char_length(properties ->> 'body') as size from entities where id = $1",
    [address.split('/').pop()],
  );
  expect(rows[0]?.size).toBe(body.trim().length);
});

test('the preview shows the formatted text, keeps all fields, and saves nothing', async () => {
  const fields = paper('Only looking', { body: '**Much** to see', tor_id: committee });
  const { status, text } = await admin.post('/documents/preview', fields);
  expect(status).toBe(200);
  expect(text).toContain('<strong>Much</strong> to see');
  expect(text).toContain('value="Only looking"');
  expect(text).toContain('**Much** to see</textarea>');
  const { rows } = await server.services.pool.query(
    "select from entities where label = 'Only looking'",
  );
  expect(rows).toEqual([]);
});

test('spec documents#conflicts: of two editors the second sees what the first changed, with their own text kept', async () => {
  const address = await written(admin, 'Shared paper', { body: 'One two three' });
  const seen = await openedForm(admin, address);
  const other = await server.signIn('admin');
  await other.post(address, { ...paper('Shared paper', { body: 'One four three' }), ...seen });
  const mine = { ...paper('My title', { body: 'One two five' }), ...seen };
  const refused = await admin.post(address, mine);
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('<del>two</del><ins>four</ins>');
  expect(refused.text).toContain('One two five</textarea>');
  const again = {
    version: /name="version" value="(\d+)"/.exec(refused.text)?.[1] ?? '',
    number: /name="number" value="(\d+)"/.exec(refused.text)?.[1] ?? '',
  };
  expect((await admin.post(address, { ...mine, ...again })).status).toBe(303);
  expect(textOf((await admin.get(address)).text)).toContain('One two five');
});

test('spec documents#list: newest first, 25 a page, filtered by type and committee', async () => {
  for (let n = 1; n <= 26; n += 1)
    await written(admin, `Page ${n}`, { doc_type: 'template', tor_id: committee });
  const titles = async (query: string): Promise<string[]> =>
    [...(await admin.get(`/documents?${query}`)).text.matchAll(/>(Page \d+)<\/a>/g)].map(
      ([, title = '']) => title,
    );
  expect((await titles('type=template')).slice(0, 2)).toEqual(['Page 26', 'Page 25']);
  expect(await titles('type=template')).toHaveLength(25);
  expect(await titles('type=template&page=2')).toEqual(['Page 1']);
  expect(await titles(`committee=${committee}`)).toHaveLength(25);
  expect(await titles('type=decision_record')).toEqual([]);
  expect(await titles('committee=nowhere')).toEqual([]);
});

test.each([
  '/documents',
  '/documents/new',
  '/documents/1',
  '/documents/1/edit',
  '/documents/1/delete',
])('spec documents#permissions: %s is refused without its permission', async (path) => {
  const browser = await withPermissions(server, ['dashboard.view']);
  expect((await browser.get(path)).status).toBe(403);
});

test('spec documents#permissions: buttons are shown to users who may use them', async () => {
  const address = await written(admin, 'Read only');
  const reader = await withPermissions(server, ['document.list', 'document.view']);
  expect(textOf((await reader.get(address)).text)).not.toContain('Edit document');
  expect(textOf((await reader.get('/documents')).text)).not.toContain('New document');
  const writer = await withPermissions(server, documentCodes);
  expect(textOf((await writer.get(address)).text)).toContain('Edit document');
});

test.each(['user', 'tor'])(
  'spec documents#fields: a %s is not found as a document, whatever is sent',
  async (type) => {
    const id = await idOf(server, type, type === 'user' ? 'alice' : 'budget_committee');
    const address = `/documents/${id}`;
    for (const path of [address, `${address}/edit`, `${address}/delete`])
      expect((await admin.get(path)).status).toBe(404);
    expect((await admin.post(address, paper('Renamed'))).status).toBe(404);
    expect((await admin.post(`${address}/delete`)).status).toBe(404);
  },
);

test('a document and its list take three statements at most', async () => {
  const address = await written(admin, 'Cheap');
  for (const path of ['/documents', address, `${address}/edit`, '/documents/new']) {
    const { statements } = server.queries;
    await admin.get(path);
    expect(server.queries.statements - statements, path).toBeLessThanOrEqual(3);
  }
});
