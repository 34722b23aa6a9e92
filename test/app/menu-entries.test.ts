import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { app, auditRows } from './app-fixture.ts';

test('the list is searched; a filter that makes no sense finds nothing', async () => {
  const browser = await (await app()).signIn('admin');
  const found = textOf((await browser.get('/menu-builder/entries?q=AUDIT')).text);
  expect(found).toContain('Audit Log /audit');
  expect(found).not.toContain('/data-manager');
  expect(textOf((await browser.get('/menu-builder/entries?filter={')).text)).toContain('so nothing is shown');
});

test('an entry is renamed: the menu of the next page has its name, the audit log both', async () => {
  const server = await app();
  const browser = await server.signIn('admin');
  const path = /href="(\/menu-builder\/entries\/\d+)"/.exec((await browser.get('/menu-builder/entries?q=audit+log')).text)?.[1] ?? '';
  const version = /name="version" value="(\d+)"/.exec((await browser.get(path)).text)?.[1] ?? '';
  const sent = { version, label: 'History', place: '5', active: 'true' };
  const statuses = [];
  for (const fields of [{ ...sent, label: '' }, sent, { ...sent, label: 'Late' }]) statuses.push((await browser.post(path, fields)).status);
  expect(statuses).toEqual([422, 303, 409]);
  expect(textOf((await browser.get('/settings')).text)).toContain('History');
  expect(await auditRows(server, 'menu.updated')).toMatchObject([{ before: { label: 'Audit Log' }, after: { label: 'History' } }]);
  expect((await (await server.signIn('user')).get(path)).status).toBe(403);
});
