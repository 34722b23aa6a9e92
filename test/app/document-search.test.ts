import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered } from './app-fixture.ts';
import { withPermissions, written } from './document-fixture.ts';
import { idOf } from './people-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const committee = await idOf(server, 'tor', 'budget_committee');

const seek = async (words: string, browser = admin): Promise<string> =>
  (await browser.get(`/documents?q=${encodeURIComponent(words)}`)).text;

const titlesIn = (html: string): string[] =>
  [...html.matchAll(/<a href="\/documents\/\d+">([^<]+)<\/a>/g)].map(([, title = '']) => title);

await written(admin, 'Harbour dues', {
  body: 'The quarterly review compares **harbour** dues with those of other ports.',
});
await written(admin, 'Cranes', { body: 'Two new cranes lift 100 % more. A_B is a code.' });

test.each([
  ['a word of the title', 'cranes', ['Cranes']],
  ['a word of the text', 'ports', ['Harbour dues']],
  ['a part of a word', 'arbou', ['Harbour dues']],
  ['several words anywhere', 'dues quarterly', ['Harbour dues']],
  ['other letters', 'HARBOUR', ['Harbour dues']],
  ['a phrase', '"other ports"', ['Harbour dues']],
  ['a percent sign is no wildcard', '100 %', ['Cranes']],
  ['an underscore is no wildcard', 'A_B', ['Cranes']],
  ['nothing', 'zeppelins', []],
])('spec documents#search: %s', async (_, words, expected) => {
  const titles = titlesIn(await seek(words)).filter((title) => /Harbour|Cranes/.test(title));
  expect(titles).toEqual(expected);
});

test('spec documents#search: results show where the words stand', async () => {
  expect(await seek('ports')).toContain('<mark>ports</mark>');
  expect(await seek('arbou')).toContain('<mark>arbou</mark>');
});

test('spec documents#search: the language of the setting decides which word forms are the same', async () => {
  const { pool } = server.services;
  const set = (language: string) =>
    pool.query(
      `update entities set properties = properties || jsonb_build_object('value', $1::text)
       where entity_type = 'setting' and name = 'documents.search_language'`,
      [language],
    );
  expect(titlesIn(await seek('comparing'))).not.toContain('Harbour dues');
  await set('english');
  expect(titlesIn(await seek('comparing'))).toContain('Harbour dues');
  expect(await seek('comparing')).toContain('<mark>compares</mark>');
  await set('no such language');
  expect(titlesIn(await seek('ports'))).toContain('Harbour dues');
  await set('simple');
});

test('spec documents#search: a search takes three statements', async () => {
  await seek('ports');
  const { statements } = server.queries;
  await seek('ports');
  expect(server.queries.statements - statements).toBe(3);
});

test.each(['"', "'", '-', '&|!', '\\', '<script>', ':*', 'a:* & !b', '%', '𝒳'])(
  'spec documents#search: the signs %j break nothing',
  async (words) => {
    const { status } = await admin.get(`/documents?q=${encodeURIComponent(words)}`);
    expect(status).toBe(200);
  },
);

test('spec documents#search: the palette finds documents of the reader, by title first', async () => {
  await written(admin, 'Plan of quays', { body: 'quays' });
  await written(admin, 'Secret quays', { body: 'quays', tor_id: committee });
  const found = async (browser: typeof admin) => {
    const { results } = (
      await browser.get('/search?q=quays', { headers: { Accept: 'application/json' } })
    ).json() as { results: { label: string; kind: string }[] };
    return results.filter(({ kind }) => kind === 'Document').map(({ label }) => label);
  };
  expect(await found(admin)).toEqual(['Secret quays', 'Plan of quays']);
  const codes = ['document.list', 'document.view'];
  expect(await found(await withPermissions(server, codes))).toEqual(['Plan of quays']);
  expect(await found(await withPermissions(server, ['document.list']))).toEqual([]);
});

test('spec documents#search: the page of all results says where the words stand', async () => {
  await written(admin, 'Plan of moorings', { body: 'Each jetty has eight moorings for barges.' });
  const { text } = await admin.get('/search?q=moorings');
  expect(text).toContain('<mark>moorings</mark>');
  expect(textOf(text)).toMatch(/Each jetty has eight\s+moorings\s+for barges/);
});

test('spec documents#search: of words that 300 newer documents contain, older ones are found in their committee', async () => {
  const old = 'Lighthouse before others';
  await written(admin, old, { body: 'lighthouse', tor_id: committee });
  const { pool } = server.services;
  await pool.query(
    `insert into entities (entity_type, name, label, properties)
     select 'document', 'many_' || n, 'Lighthouse ' || n, '{"doc_type": "ad_hoc"}' from generate_series(1, 300) n`,
  );
  const query = 'q=lighthouse&sort=title&dir=desc&per_page=200';
  const shown = async (address: string) => (await admin.get(address)).text;
  const all = await shown(`/documents?${query}`);
  expect(all).toContain('A search lists the newest 300 documents at most.');
  expect(titlesIn(all)).not.toContain(old);
  for (const address of [`/documents?committee=${committee}&`, `/tor/${committee}/documents?`])
    expect(titlesIn(await shown(`${address}${query}`))).toEqual([old]);
  await pool.query(`delete from entities where name like 'many\\_%'`);
  expect(titlesIn(await shown(`/documents?${query}`))).toEqual([old]);
});

test('spec documents#search: a text of 200,000 different characters is stored and found by its beginning', async () => {
  const words = Array.from({ length: 28_000 }, (_, n) => `ß${(n * 7919).toString(36)}ü`);
  await written(admin, 'Many words', { body: `beginning ${words.join(' ')}`.slice(0, 199_000) });
  expect(titlesIn(await seek('beginning'))).toContain('Many words');
});
