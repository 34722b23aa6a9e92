import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';
import { rowPartsIn } from '#test/support/page-forms.ts';
import { listPages } from './page-list.ts';

let server: AppServer;
let administrator: AppClient;
let pages: readonly (readonly [name: string, html: string])[];
/** What the addresses of these pages answered. */
const opened = new Map<string, number>();

beforeAll(async () => {
  server = await startAppServer({ from: 'demo' });
  administrator = await server.signIn('admin');
  const open = async ([name, path]: readonly [string, string]) => {
    const { status, text } = await administrator.get(path);
    opened.set(path, status);
    return [name, text, path] as const;
  };
  const plain = await Promise.all(Object.entries(await listPages(server)).map(open));
  const withParts = plain.flatMap(([name, html, path]) =>
    rowPartsIn(html, path).map((part) => [`${name} with an open row`, part] as const),
  );
  for (const kind of ['menu', 'open'])
    expect(withParts.filter(([, path]) => path.includes(`${kind}=`)).length).toBeGreaterThan(0);
  expect(withParts.length).toBeGreaterThan(7);
  pages = [...plain, ...(await Promise.all(withParts.map(open)))].map(
    ([name, html]) => [name, html] as const,
  );
});

afterAll(() => server[Symbol.asyncDispose]());

const unescaped = (text: string): string =>
  text
    .replace(/&amp;/g, '&')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'");

/** Addresses of this app in an attribute, each with the pages that contain it. */
function addresses(pattern: RegExp): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [name, html] of pages) {
    for (const [, text = ''] of html.matchAll(pattern)) {
      const url = new URL(unescaped(text), server.url);
      if (url.origin !== server.url) continue;
      const address = `${url.pathname}${url.search}`;
      found.set(address, (found.get(address) ?? new Set()).add(name));
    }
  }
  return found;
}

const links = () => addresses(/<(?:a|link|img|script)\b[^>]*?\s(?:href|src)="([^"#][^"]*)"/g);

test('spec interface#links: every link of every page leads somewhere', async () => {
  const dead: string[] = [];
  for (const [address, names] of links()) {
    const status = opened.get(address) ?? (await administrator.get(address)).status;
    if (status >= 400) dead.push(`${status} ${address} on ${[...names].slice(0, 3).join(', ')}`);
  }
  expect(dead).toEqual([]);
});

test('spec interface#links: every form is received by a route', async () => {
  const dead: string[] = [];
  for (const [address, names] of addresses(/\s(?:action|formaction)="([^"]+)"/g)) {
    // An address that only accepts POST says so; an unknown one is 404.
    const { status } = await administrator.get(address);
    if (status === 404 || status >= 500)
      dead.push(`${status} ${address} on ${[...names].slice(0, 3).join(', ')}`);
  }
  expect(dead).toEqual([]);
});

test('the menu of an administrator holds every page that the app has an entry for, and no other', async () => {
  const { rows } = await server.services.pool.query<{ url: string; parent: string | null }>(
    `select url.value as url, parent.value as parent from entities n
     join entity_properties url on url.entity_id = n.id and url.key = 'url'
     left join entity_properties parent on parent.entity_id = n.id and parent.key = 'parent'
     where n.entity_type = 'nav_item' and n.is_active`,
  );
  const answered = await Promise.all(
    rows
      .filter(({ url, parent }) => parent !== null || url === '/dashboard')
      .map(async ({ url }) => [url, (await administrator.get(url)).status] as const),
  );
  const shown = new Set(
    /<header class="side" id="nav">[\s\S]*?<\/header>/
      .exec(pages[0]?.[1] ?? '')?.[0]
      .match(/href="(\/[^"]*)"/g)
      ?.map((link) => link.slice(6, -1)),
  );
  for (const [url, status] of answered)
    expect.soft(shown.has(url), `${url} answers ${status}`).toBe(status < 400);
});

test('every link inside a page leads to a part of it', () => {
  const dead = pages.flatMap(([name, html]) =>
    [...html.matchAll(/\shref="#([^"]+)"/g)]
      .map(([, id = '']) => id)
      .filter((id) => !html.includes(`id="${id}"`))
      .map((id) => `#${id} on ${name}`),
  );
  expect(dead).toEqual([]);
});
