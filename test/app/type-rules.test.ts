import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { type ApiClient, programOf } from './api-fixture.ts';
import { makeRole } from './role-fixture.ts';

let server: AppServer;
let reader: AppClient;
let program: ApiClient;
let admin: AppClient;

/** What a user without access to users, warnings and the work of committees must not read anywhere. */
const secrets = [
  'hidden.person',
  'Hidden Person',
  'hidden@example.org',
  'hidden_warning',
  'Hidden warning',
  'Hidden committee',
  'Hidden proposal',
  'Hidden minutes',
];

beforeAll(async () => {
  server = await startAppServer();
  await makeRole(server, 'librarian', ['dashboard.view', 'settings.manage', 'entities.list']);
  await server.services.pool.query(`
    with person as (insert into entities (entity_type, name, label) values ('user', 'hidden.person', 'Hidden Person') returning id),
      notice as (insert into entities (entity_type, name, label) values ('warning', 'hidden_warning', 'Hidden warning') returning id),
      work as (insert into entities (entity_type, name, label) values
        ('tor', 'hidden_tor', 'Hidden committee'), ('proposal', 'hidden_proposal', 'Hidden proposal'),
        ('minutes_section', 'hidden_section', 'Hidden minutes')),
      seen as (insert into entities (entity_type, name, label) values ('note', 'open_note', 'Open note'))
    insert into entity_properties (entity_id, key, value) select id, 'email', 'hidden@example.org' from person
    union all select id, 'message', 'Hidden warning' from notice`);
  reader = await server.signIn('librarian');
  program = await programOf(server, 'librarian');
  admin = await server.signIn('admin');
});
afterAll(() => server[Symbol.asyncDispose]());

const found = (text: string): readonly string[] =>
  secrets.filter((secret) => text.includes(secret));

describe('types that a user may not see', () => {
  test.each([
    '/api/data/export',
    '/api/data/export?format=jsonld',
    '/api/data/export?format=sql',
    '/data-manager',
    '/ontology',
    '/ontology/data',
    '/ontology/reference',
    '/ontology/api/graph',
    '/ontology/api/schema',
    '/search?q=hidden',
  ])('are not in %s', async (path) => {
    const reply = await reader.get(path);
    expect(reply.status).toBe(200);
    expect(found(reply.text)).toEqual([]);
  });

  test.each(['/entities', '/entities?q=hidden', '/relations'])(
    'are not in /api/v1%s',
    async (path) => {
      const reply = await program.send(`/api/v1${path}`);
      expect([reply.status, found(reply.text)]).toEqual([200, []]);
    },
  );

  test.each(['user', 'warning', 'note,user', 'tor', 'proposal'])(
    'are refused when an export asks for %s by name',
    async (types) => {
      const reply = await reader.get(`/api/data/export?types=${types}`, {
        headers: { Accept: 'application/json' },
      });
      expect([reply.status, reply.json()]).toMatchObject([403, { code: 'forbidden' }]);
    },
  );

  test.each(['user', 'warning', 'tor', 'proposal'])('are not counted: %s', async (type) => {
    expect((await reader.get('/data-manager')).text).not.toContain(`value="${type}"`);
    const schema = (await reader.get('/ontology/api/schema')).json() as {
      nodes: { id: string }[];
      edges: { source: string }[];
    };
    expect(schema.nodes.map(({ id }) => id)).not.toContain(type);
    expect(schema.edges.map(({ source }) => source)).not.toContain(type);
  });

  test('are visible to users with the permission', async () => {
    expect(found((await admin.get('/api/data/export')).text)).toEqual(secrets);
    expect((await admin.get('/data-manager')).text).toContain('value="user"');
  });

  test('keep public types in an export', async () => {
    expect((await reader.get('/api/data/export')).text).toContain('Open note');
  });
});
