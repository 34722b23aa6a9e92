import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';

let server: AppServer;
let browser: AppClient;
beforeAll(async () => {
  server = await startAppServer({ from: 'demo' });
  browser = await server.signIn('admin');
  return () => server[Symbol.asyncDispose]();
});

/** A page as transferred. */
async function fetchRaw(path: string, headers: Record<string, string>) {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const sent = request(server.url + path, { headers: { cookie, ...headers } });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { headers: response.headers, body: await buffer(response) };
}

const own = { 'sec-fetch-site': 'same-origin' };
const codings = { 'accept-encoding': 'gzip, deflate, br' };

test('the matrix of permissions takes less than a sixth on its way', async () => {
  const plain = await fetchRaw('/menu-builder', own);
  const [small, zipped] = [
    await fetchRaw('/menu-builder', { ...own, ...codings }),
    await fetchRaw('/menu-builder', { ...own, 'accept-encoding': 'gzip' }),
  ];
  expect([plain, small, zipped].map(({ headers }) => headers['content-encoding'])).toEqual([
    undefined,
    'br',
    'gzip',
  ]);
  expect(plain.body.length).toBeGreaterThan(60_000);
  expect(small.body.length * 6).toBeLessThan(plain.body.length);
  expect(Number(small.headers['content-length'])).toBe(small.body.length);
  expect(small.headers.vary).toMatch(/Accept-Encoding/);
  for (const text of [brotliDecompressSync(small.body), gunzipSync(zipped.body)])
    expect(text.toString()).toContain('</html>');
});

test.each(['cross-site', 'same-site', 'unheard-of', ''])(
  'BREACH: a request that another site may have caused is answered as it is: “%s”',
  async (site) => {
    const from: Record<string, string> = site === '' ? {} : { 'sec-fetch-site': site };
    const { headers, body } = await fetchRaw('/users?q=guess', { ...codings, ...from });
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toContain('</html>');
  },
);

test('BREACH: the token of a session is on no page, and its masked form on none twice; each of them opens', async () => {
  const { rows } = await server.services.pool.query<{ csrf: string }>(
    'select csrf from sessions where user_id = $1',
    [browser.userId],
  );
  const pages = await Promise.all(
    Array.from({ length: 5 }, async () => (await browser.get('/account')).text),
  );
  const tokens = pages.map((text) => /name="csrf_token" value="([^"]+)"/.exec(text)?.[1] ?? '');
  expect(new Set(tokens).size).toBe(5);
  for (const text of pages) expect(text).not.toContain(rows[0]?.csrf);
  for (const csrf of tokens)
    expect((await browser.post('/account/theme', { theme: 'dark' }, { csrf })).status).toBe(303);
  for (const csrf of [tokens[0]?.slice(2) ?? '', `${tokens[0]}AA`, 'x'])
    expect((await browser.post('/account/theme', { theme: 'dark' }, { csrf })).status).toBe(403);
});

test('an error page is compressed by the same rule, and a redirect and a download come as they are', async () => {
  expect(
    (await fetchRaw('/nothing-here', { ...own, ...codings })).headers['content-encoding'],
  ).toBe('br');
  expect((await fetchRaw('/', { ...own, ...codings })).headers['content-encoding']).toBeUndefined();
  expect(
    (await fetchRaw('/users/export.csv', { ...own, ...codings })).headers['content-encoding'],
  ).toBeUndefined();
});
