import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';
import { listPages } from './page-list.ts';

let server: AppServer;
let administrator: AppClient;
let pages: readonly (readonly [name: string, html: string])[];

beforeAll(async () => {
  server = await startAppServer({ from: 'demo' });
  administrator = await server.signIn('admin');
  pages = await Promise.all(
    Object.entries(await listPages(server)).map(async ([name, path]) => [name, (await administrator.get(path)).text] as const),
  );
});

afterAll(() => server[Symbol.asyncDispose]());

/** Pages whose features are still to come. Each goes from here when it answers: the last test fails until then. */
const toCome: readonly string[] = [
  '/data-manager',
  '/documents',
  '/governance/map',
  '/meetings',
  '/ontology',
  '/tor',
  '/tor/outlook',
  '/warnings',
  '/workflow',
  '/workflow/builder',
];

const unescaped = (text: string): string =>
  text
    .replace(/&amp;/g, '&')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'");

/** Addresses of this app in an attribute, each with the pages that have it. */
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

test('look-and-feel L9: every link of every page leads somewhere', async () => {
  const dead: string[] = [];
  for (const [address, names] of links()) {
    const { status } = await administrator.get(address);
    if (status >= 400 && !toCome.includes(address)) dead.push(`${status} ${address} on ${[...names].slice(0, 3).join(', ')}`);
  }
  expect(dead).toEqual([]);
});

test('look-and-feel L9: every form is received by somebody', async () => {
  const dead: string[] = [];
  for (const [address, names] of addresses(/\s(?:action|formaction)="([^"]+)"/g)) {
    // An address that only takes a POST says so; one that takes nothing is not found.
    const { status } = await administrator.get(address);
    if (status === 404 || status >= 500) dead.push(`${status} ${address} on ${[...names].slice(0, 3).join(', ')}`);
  }
  expect(dead).toEqual([]);
});

test.each(toCome)('%s is still to come', async (address) => {
  expect(links().has(address)).toBe(true);
  expect((await administrator.get(address)).status).toBe(404);
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
