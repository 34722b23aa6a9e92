import { describe, expect, test } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import { app } from './app-fixture.ts';
import { makeRole } from './role-fixture.ts';

/** The main menu of a page: addresses by module, and the active one. */
async function menuOn(browser: AppClient, path: string) {
  const { text } = await browser.get(path);
  const nav = /<nav class="nav"[\s\S]*?<\/nav>/.exec(text)?.[0] ?? '';
  return {
    heads: Object.fromEntries(
      [...nav.matchAll(/<a class="plain" href="([^"]*)">([^<]*)</g)].map(
        ([, to = '', label = '']) => [label, to],
      ),
    ),
    entries: [...nav.matchAll(/<li[^>]*><a[^>]*href="([^"]*)"/g)].map(([, to = '']) => to),
    lit: [
      ...nav.matchAll(
        /<a[^>]*href="([^"]*)"[^>]*aria-current="page"|<a[^>]*aria-current="page"[^>]*href="([^"]*)"/g,
      ),
    ].map(([, one, other]) => one ?? other),
  };
}

describe('spec menu#module-links: a module leads to the first of its pages that one may open', () => {
  test.each([
    ['the audit log alone', ['audit.view'], { Admin: '/audit' }, ['/audit']],
    ['roles and users', ['users.list', 'roles.assign'], { Admin: '/users' }, ['/users', '/roles']],
    [
      'settings',
      ['settings.manage'],
      { Admin: '/ontology' },
      ['/ontology', '/settings', '/data-manager', '/jobs'],
    ],
    ['the dashboard alone', ['dashboard.view'], {}, ['/dashboard']],
    ['nothing at all', [], {}, []],
  ])('%s', async (_, codes, heads, entries) => {
    const server = await app();
    await makeRole(server, 'tester', codes);
    const menu = await menuOn(await server.signIn('tester'), '/dashboard');
    expect(menu).toMatchObject({ heads, entries });
  });
});

describe('spec menu#active-entry: whole segments count, the longest match is lit', () => {
  test.each([
    ['/users', ['/users']],
    ['/roles', ['/roles']],
    ['/roles/new', ['/roles/new']],
    ['/roles/builder', ['/roles']],
    ['/audit?action=user', ['/audit']],
    ['/settings', ['/settings']],
    ['/dashboard', ['/dashboard']],
    ['/search', []],
  ])('%s', async (path, lit) => {
    const server = await app();
    expect((await menuOn(await server.signIn('admin'), path)).lit).toEqual(lit);
  });
});

test('spec menu#editor: a change of the menu shows with the next page, on every replica, and costs no statement of its own', async () => {
  const server = await app();
  const other = await app({ url: server.databaseUrl });
  const browser = await server.signIn('admin');
  const elsewhere = await other.signIn('admin');
  expect((await menuOn(elsewhere, '/search')).entries).toContain('/settings');
  await server.services.pool.query(
    "update entities set is_active = false where entity_type = 'nav_item' and name = 'admin.settings'",
  );
  expect((await menuOn(browser, '/search')).entries).not.toContain('/settings');
  const before = other.queries.statements;
  expect((await menuOn(elsewhere, '/search')).entries).not.toContain('/settings');
  expect(other.queries.statements - before).toBe(1);
});

test('an entry that leads out of the app, or nowhere, is left out', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  await server.services.pool.query(
    `update entity_properties set value = '//evil.example' where key = 'url' and entity_id = (select id from entities where name = 'admin.audit')`,
  );
  expect((await menuOn(browser, '/search')).entries).not.toContain('//evil.example');
});
