import { describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { sampleWebhook } from './webhook-sample.ts';

const { server, admin } = await administered();
const form = (more: object = {}) => ({
  ...{ name: 'Archive', url: 'https://hooks.example.com', scope: 'some', events: ['decision'] },
  ...more,
});
const created = (html: string) => /\/webhooks\/(\d+)/.exec(html)?.[1] ?? '';

describe('spec webhooks#pages', () => {
  test('without webhooks the page says what they are for, and leads to the guide', async () => {
    const page = await admin.get('/webhooks');
    expect(textOf(page.text)).toContain('No webhooks yet');
    expect(page.text).toContain('href="/webhooks/guide"');
    expect(textOf((await admin.get('/webhooks/guide')).text)).toContain('webhook-signature');
  });

  test('a webhook is made, changed, disabled, enabled and deleted; each is in the audit log', async () => {
    const id = created((await admin.post('/webhooks', form({ url: 'https://a.test/x?k=v' }))).text);
    const edit = await admin.get(`/webhooks/${id}/edit`);
    expect(edit.text).toContain('value="https://a.test/x?k=v"');
    const version = /name="version" value="(\d+)"/.exec(edit.text)?.[1];
    const change = form({ name: 'Register', events: ['decision', 'minutes'], version });
    const changed = await admin.post(`/webhooks/${id}`, change);
    expect(changed.location).toMatch(new RegExp(`^/webhooks/${id}`));
    expect(textOf((await admin.get(`/webhooks/${id}`)).text)).toMatch(/Decisions.*Minutes/);
    const stale = await admin.post(`/webhooks/${id}`, { ...change, name: 'Stale' });
    expect([stale.status, textOf(stale.text)]).toEqual([
      409,
      expect.stringContaining('Another user changed this webhook'),
    ]);
    await admin.post(`/webhooks/${id}/disable`);
    expect(textOf((await admin.get('/webhooks')).text)).toMatch(/Register.*Disabled/);
    await admin.post(`/webhooks/${id}/enable`);
    await admin.post(`/webhooks/${id}/delete`);
    expect((await admin.get(`/webhooks/${id}`)).status).toBe(404);
    const rows = (await auditRows(server)).filter(({ action }) => action.startsWith('webhook.'));
    expect(rows.map(({ action }) => action.slice(8))).toEqual([
      ...['created', 'updated', 'updated', 'disabled', 'enabled', 'deleted'],
    ]);
    expect(rows[0]?.after).toMatchObject({ address: 'https://a.test/x', events: ['decision'] });
  });

  test('deliveries are listed by state, and shown with their answers', async () => {
    const { webhook, delivery } = await sampleWebhook(server);
    const list = async (query: string) =>
      (await admin.get(`/webhooks/${webhook}${query}`)).text.match(/deliveries\/\d+"/g)?.length ??
      0;
    expect([await list(''), await list('?state=failed'), await list('?state=delivered')]).toEqual([
      ...[6, 1, 2],
    ]);
    const page = textOf((await admin.get(`/webhooks/${webhook}/deliveries/${delivery}`)).text);
    expect(page).toMatch(/Status 503.*The archive is being updated/);
    expect(page).toContain('No answer within 15 seconds');
  });
});

describe('spec webhooks#endpoints: refused forms', () => {
  test.each([
    ['no name', { name: '' }, 'Name'],
    ['no address', { url: 'hooks' }, 'Enter an address such as'],
    ['plain HTTP', { url: 'http://hooks.example.com' }, 'Use https.'],
    ['a private address', { url: 'https://192.168.0.1' }, 'is not a public address'],
    ['a numeric address', { url: 'https://2130706433' }, '127.0.0.1 is not a public address'],
    ['a password', { url: 'https://a:b@hooks.example.com' }, 'must not contain a user name'],
    ['no group', { events: [] }, 'Choose at least one group'],
    ['an unknown group', { events: ['decision', 'none'] }, 'Choose at least one group'],
    ['a group without events', { events: ['auth'] }, 'Choose at least one group'],
    ['an unknown committee', { tor_id: '999999' }, 'Choose a committee'],
    ['a taken name', { name: 'decision ARCHIVE' }, 'Another webhook has this name'],
  ])('%s', async (_what, more, reason) => {
    await sampleWebhook(server);
    const reply = await admin.post('/webhooks', form({ name: 'Refused', ...more }));
    expect([reply.status, textOf(reply.text)]).toEqual([422, expect.stringContaining(reason)]);
  });

  test('a setting that names no address', async () => {
    const { rows } = await server.services.pool.query<{ id: string }>(
      "select id from entities where entity_type = 'setting' and name = 'webhooks.private_addresses'",
    );
    const field = `setting_${rows[0]?.id}`;
    const save = (value: string) => admin.post('/settings', { [field]: value });
    const refused = await save('10.0.0.0/8, hooks.internal');
    expect([refused.status, textOf(refused.text)]).toEqual([
      422,
      expect.stringContaining('“hooks.internal” is no network and no host with a port'),
    ]);
    expect((await save('10.0.0.0/8, hooks.internal:8443')).status).toBe(303);
    const made = await admin.post('/webhooks', form({ name: 'Inner', url: 'http://10.1.2.3/x' }));
    expect(made.status).toBe(200);
    await save('');
  });

  test('a missing webhook or delivery, or one of another webhook', async () => {
    const { webhook, delivery } = await sampleWebhook(server);
    const other = created((await admin.post('/webhooks', form({ name: 'Other' }))).text);
    const gets = [`/webhooks/${other}/deliveries/${delivery}`, '/webhooks/999999'];
    for (const path of gets) expect((await admin.get(path)).status, path).toBe(404);
    const posts = ['/enable', '/disable', '/secret', '/test', '/delete', ''];
    for (const path of posts)
      expect((await admin.post(`/webhooks/999999${path}`, form())).status, path).toBe(404);
    const foreign = `/webhooks/${other}/deliveries/${delivery}/resend`;
    expect((await admin.post(foreign)).status).toBe(404);
    const again = await admin.post(`/webhooks/${webhook}/enable`);
    expect(textOf((await admin.get(again.location ?? '')).text)).toContain('already enabled');
  });

  test('users without the permission', async () => {
    const { webhook } = await sampleWebhook(server);
    const user = await server.signIn('user');
    for (const path of ['/webhooks', `/webhooks/${webhook}`, '/webhooks/guide'])
      expect((await user.get(path)).status, path).toBe(403);
    expect((await user.post('/webhooks', form())).status).toBe(403);
  });
});
