import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type AppClient, type Reply, textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer, testPassword } from '#test/support/app-server.ts';
import { eventually } from '#test/support/eventually.ts';
import { auditRows, minutes } from './app-fixture.ts';

let server: AppServer;
let admin: AppClient;

beforeAll(async () => {
  server = await startAppServer({ from: 'base', environment: { IMPORT_MAX_MB: '8' } });
  admin = await server.signIn('admin');
});
afterAll(() => server[Symbol.asyncDispose]());

const entity = (name: string, more: object = {}) => ({
  entity_type: 'note',
  name,
  label: `Note ${name}`,
  ...more,
});
const documentOf = (...names: string[]) => ({ entities: names.map((name) => entity(name)) });

/** Entities of a type by name. */
async function stored(like: string): Promise<Record<string, string>> {
  const { rows } = await server.services.pool.query<{ name: string; label: string }>(
    "select name, label from entities where entity_type = 'note' and name like $1 order by name",
    [like],
  );
  return Object.fromEntries(rows.map(({ name, label }) => [name, label]));
}

interface Sent {
  readonly query?: string;
  readonly type?: string;
  readonly accept?: string;
  readonly token?: string | null;
}

/** Sends a document like the page's script. */
const send = (
  body: BodyInit,
  {
    query = '',
    type = 'application/json',
    accept = 'application/json',
    token = admin.csrf,
  }: Sent = {},
  browser = admin,
): Promise<Reply> =>
  browser.send(`/api/data/import${query}`, 'POST', body, {
    headers: {
      'Content-Type': type,
      Accept: accept,
      ...(token === null ? {} : { 'X-CSRF-Token': token }),
    },
  });

const sendForm = (
  fields: readonly (readonly [string, string | File])[],
  browser = admin,
  headers: Record<string, string> = {},
) => {
  const body = new FormData();
  body.append('csrf_token', browser.csrf);
  for (const [name, value] of fields) body.append(name, value);
  return browser.send('/api/data/import', 'POST', body, { headers });
};

const file = (name: string, content: object | string): File =>
  new File([typeof content === 'string' ? content : JSON.stringify(content)], name);

describe('the page', () => {
  test('offers the existing types, and takes three statements', async () => {
    await admin.get('/data-manager');
    const before = server.queries.statements;
    const page = await admin.get('/data-manager');
    expect(page.status).toBe(200);
    expect(server.queries.statements - before).toBeLessThanOrEqual(3);
    const text = textOf(page.text);
    for (const words of [
      'Skip existing',
      'Replace existing',
      'All or nothing',
      'Dry run',
      'JSON-LD',
      'SQL',
    ])
      expect(text).toContain(words);
    expect(page.text).toContain('value="nav_item"');
    expect(page.text).not.toContain('value="audit_entry"');
    expect(page.text).toMatch(/<script type="module" src="\/assets\/data-manager[^"]*\.js">/);
  });

  test('only this page loads its script', async () => {
    expect((await admin.get('/settings')).text).not.toContain('data-manager.js');
  });

  test('users who may not manage settings see none of it', async () => {
    const viewer = await server.signIn('user');
    for (const path of ['/data-manager', '/api/data/export', '/api/data/schema'])
      expect((await viewer.get(path)).status, path).toBe(403);
    expect((await send('{}', { token: viewer.csrf }, viewer)).status).toBe(403);
  });
});

describe('a document by itself', () => {
  test('is imported, and the answer is what programs have always known', async () => {
    const reply = await send(JSON.stringify(documentOf('one', 'two')));
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(reply.json()).toMatchObject({
      created: 2,
      updated: 0,
      skipped: 0,
      errors: [],
      error_count: 0,
      committed: true,
      dry_run: false,
    });
    expect(await stored('one')).toEqual({ one: 'Note one' });
  });

  test('spec requests#forged-requests: a short one may bring its token as a member', async () => {
    const own = { csrf_token: admin.csrf, ...documentOf('member') };
    expect((await send(JSON.stringify(own), { token: null })).json()).toMatchObject({
      created: 1,
      errors: [],
    });
    const wrong = await send(JSON.stringify({ ...own, csrf_token: 'x' }), { token: null });
    expect([wrong.status, wrong.json()]).toMatchObject([403, { code: 'csrf' }]);
    expect((await send('{"entities":[', { token: null })).status).toBe(403);
  });

  test('its own mode counts, that of the address more', async () => {
    const again = { conflict_mode: 'upsert', entities: [{ ...entity('one'), label: 'Changed' }] };
    expect((await send(JSON.stringify(again), { query: '?mode=skip' })).json()).toMatchObject({
      updated: 0,
      skipped: 1,
    });
    expect((await send(JSON.stringify(again))).json()).toMatchObject({ updated: 1 });
    expect(await stored('one')).toEqual({ one: 'Changed' });
  });

  test('spec data-exchange#dry-run: a dry run reports, and saves nothing', async () => {
    const reply = await send(JSON.stringify(documentOf('rehearsed')), { query: '?dry_run=true' });
    expect(reply.json()).toMatchObject({ created: 1, dry_run: true, committed: false });
    expect(await stored('rehearsed')).toEqual({});
  });

  test('all or nothing: nothing', async () => {
    const reply = await send(JSON.stringify(documentOf('fresh', 'two')), { query: '?mode=fail' });
    expect(reply.json()).toMatchObject({ committed: false, error_count: 1 });
    expect(await stored('fresh')).toEqual({});
  });

  test('linked data is known by its type and by its members', async () => {
    const linked = {
      '@context': { ahlt: 'http://ahlt.local/ontology/' },
      '@graph': [{ '@id': 'ahlt:note/linked' }],
    };
    expect(
      (await send(JSON.stringify(linked), { type: 'application/ld+json' })).json(),
    ).toMatchObject({ created: 1, errors: [] });
    expect((await send(JSON.stringify(linked))).json()).toMatchObject({ skipped: 1 });
  });
});

describe('refusals', () => {
  test.each([
    ['another type', 415, 'media_type', () => send('a=b', { type: 'text/plain' })],
    [
      'a compressed body',
      415,
      'media_type',
      () =>
        admin.send('/api/data/import', 'POST', 'x', {
          headers: {
            'Content-Type': 'application/json',
            'Content-Encoding': 'gzip',
            'X-CSRF-Token': admin.csrf,
          },
        }),
    ],
    ['a wrong token', 403, 'csrf', () => send('{}', { token: 'x' })],
    ['no token', 403, 'csrf', () => send('{"entities":[]}', { token: null })],
    [
      'a mode that does not exist',
      400,
      'bad_query',
      () => send('{"entities":[]}', { query: '?mode=merge' }),
    ],
    ['more than the limit', 413, 'too_large', () => send('x'.repeat(8 * 1024 * 1024 + 1))],
    ['bad JSON', 422, 'import_malformed', () => send('{"entities": [{"entity_type": "note"]}')],
    ['JSON of another form', 422, 'import_malformed', () => send('{"people": []}')],
    ['nothing', 422, 'import_malformed', () => send('')],
  ])('%s', async (_, status, code, ask) => {
    const reply = await ask();
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(reply.json()).toMatchObject({ status, code });
  });

  test('bad JSON is named by its place', async () => {
    const reply = await send('{"entities": [\n  {"entity_type": "note",\n  oops}\n]}');
    expect((reply.json() as { detail: string }).detail).toMatch(/line 3, column 3 \(byte 43\)/);
  });

  test('another site', async () => {
    const reply = await admin.send('/api/data/import', 'POST', '{}', {
      headers: {
        'Content-Type': 'application/json',
        'X-CSRF-Token': admin.csrf,
        Origin: 'https://elsewhere.example',
      },
    });
    expect([reply.status, reply.json()]).toMatchObject([403, { code: 'cross_site' }]);
  });

  test('a body beyond the limit without a declared length', async () => {
    const megabyte = new Uint8Array(1024 * 1024).fill(0x20);
    const body = Readable.from(Array.from({ length: 9 }, () => megabyte));
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await fetch(`${server.url}/api/data/import`, {
      method: 'POST',
      body: body as unknown as ReadableStream,
      duplex: 'half',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': admin.csrf, Cookie: cookie },
    } as RequestInit);
    expect(reply.status).toBe(413);
  });
});

describe('lines while it goes on', () => {
  const lines = (reply: Reply): Record<string, unknown>[] =>
    reply.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  test('show the progress, and end with the result', async () => {
    const many = {
      entities: Array.from({ length: 20_000 }, (_, place) => entity(`line_${place}`)),
    };
    const reply = await send(JSON.stringify(many), { accept: 'application/x-ndjson' });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      200,
      'application/x-ndjson',
    ]);
    const all = lines(reply);
    expect(all.length).toBeGreaterThan(1);
    const progress = all.slice(0, -1).map((line) => (line['progress'] as { bytes: number }).bytes);
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
    expect(all.at(-1)).toMatchObject({ result: { created: 20_000, error_count: 0 } });
  });

  test('what goes wrong at once has its own status, though the file was taken before', async () => {
    for (const document of ['[]', `{"entities":[${' '.repeat(200_000)}oops]}`]) {
      const reply = await send(document, { accept: 'application/x-ndjson' });
      expect([reply.status, reply.json()]).toMatchObject([422, { code: 'import_malformed' }]);
    }
  });

  test('a disconnect ends the import, which is rolled back', async () => {
    const blocking = await server.services.pool.connect();
    onTestFinished(() => blocking.release());
    // The import is in progress, and waiting, when its sender disconnects.
    await blocking.query('begin; lock table entities in share row exclusive mode');
    const gone = new AbortController();
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sending = fetch(`${server.url}/api/data/import`, {
      method: 'POST',
      body: JSON.stringify({
        entities: Array.from({ length: 3000 }, (_, place) => entity(`gone_${place}`)),
      }),
      headers: {
        'Content-Type': 'application/json',
        'X-CSRF-Token': admin.csrf,
        Cookie: cookie,
        Accept: 'application/x-ndjson',
      },
      signal: gone.signal,
    });
    sending.catch(() => undefined);
    const importing = async (which: string): Promise<number> => {
      const { rows } = await server.services.pool.query(
        `select from pg_stat_activity where datname = current_database() and ${which}`,
      );
      return rows.length;
    };
    await eventually(async () => expect(await importing("wait_event_type = 'Lock'")).toBe(1));
    gone.abort();
    await expect(sending).rejects.toThrow(/abort/);
    await eventually(async () => expect((await server.visitor().get('/healthz')).status).toBe(200));
    await blocking.query('rollback');
    await eventually(async () =>
      expect(await importing("state <> 'idle' and pid <> pg_backend_pid()")).toBe(0),
    );
    expect(await stored('gone%')).toEqual({});
  });
});

describe('a form with files, for people without script', () => {
  const html = { Accept: 'text/html' };

  test('several files, one of them broken: each by itself, the sum of all', async () => {
    const reply = await sendForm([
      ['mode', 'skip'],
      ['files', file('first.json', documentOf('form_1', 'form_2'))],
      ['files', file('broken.json', '{"entities": [')],
      ['files', file('second.json', { entities: [entity('form_3'), { entity_type: 'note' }] })],
    ]);
    expect(reply.status).toBe(200);
    const text = textOf(reply.text);
    expect(text).toContain('Created 3 entities 0 relations Updated 0 entities');
    expect(text).toMatch(/first\.json Imported 2 0 0/);
    expect(text).toMatch(/broken\.json Not imported/);
    expect(text).toMatch(/second\.json Imported with 1 error 1 0 0/);
    expect(Object.keys(await stored('form_%'))).toEqual(['form_1', 'form_2', 'form_3']);
    expect(reply.text).toContain('action="/data-manager/retry"');
  });

  test('without a file it is shown again with the selection', async () => {
    const reply = await sendForm([
      ['mode', 'upsert'],
      ['dry_run', 'true'],
      ['files', new File([], '')],
    ]);
    expect(reply.status).toBe(422);
    expect(textOf(reply.text)).toContain('Choose a file to import.');
    expect(reply.text).toMatch(/value="upsert" checked/);
  });

  test('a forged one is refused, on a page', async () => {
    const body = new FormData();
    body.append('files', file('first.json', documentOf('forged')));
    const reply = await admin.send('/api/data/import', 'POST', body, { headers: html });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      403,
      'text/html; charset=utf-8',
    ]);
    expect(await stored('forged')).toEqual({});
  });

  test('a program that sends a form gets JSON', async () => {
    const reply = await sendForm(
      [
        ['files', file('a.json', documentOf('program_1'))],
        ['files', file('b.json', '[')],
      ],
      admin,
      {
        Accept: '*/*',
      },
    );
    expect(reply.json()).toMatchObject({
      created: 1,
      files: [
        { file: 'a.json', created: 1 },
        { file: 'b.json', problem: expect.any(String) },
      ],
    });
  });

  test('items are corrected where they stand, and tried again', async () => {
    const wrong = { ...entity('again'), sort_order: 'x' };
    const other = { entity_type: 'note' };
    const items = {
      item: [JSON.stringify({ ...wrong, sort_order: 3 }), JSON.stringify(other)],
      kind: ['entity', 'entity'],
      reason: ['a', 'b'],
    };
    const reply = await admin.post('/data-manager/retry', { ...items, pick: '0', mode: 'upsert' });
    expect(reply.status).toBe(200);
    expect(await stored('again')).toEqual({ again: 'Note again' });
    expect(reply.text.match(/<textarea/g)).toHaveLength(1);
    const none = await admin.post('/data-manager/retry', { ...items, mode: 'upsert' });
    expect([none.status, textOf(none.text)]).toEqual([
      422,
      expect.stringContaining('Choose an item'),
    ]);
    const notJson = await admin.post('/data-manager/retry', {
      ...items,
      item: ['{', '{}'],
      pick: '0',
      mode: 'upsert',
    });
    expect([notJson.status, textOf(notJson.text)]).toEqual([
      422,
      expect.stringContaining('Item 1 is not valid JSON'),
    ]);
  });
});

describe('spec sign-in#confirmation: an import needs a password that was given recently', () => {
  test('the script gets an error, sends the password, and goes on; a form asks for it in place', async () => {
    const late = await startAppServer({ url: server.databaseUrl });
    try {
      const person = await late.signIn('admin');
      late.advance(minutes(9));
      await person.get('/dashboard');
      late.advance(minutes(9));
      const page = await person.get('/data-manager');
      expect(page.text).not.toMatch(/data-proof[^>]* hidden/);
      const refused = await send(
        JSON.stringify(documentOf('late')),
        { token: person.csrf },
        person,
      );
      expect([refused.status, refused.json()]).toMatchObject([403, { code: 'proof_needed' }]);
      const asked = await sendForm(
        [
          ['mode', 'skip'],
          ['files', file('late.json', documentOf('late'))],
        ],
        person,
      );
      expect([asked.status, textOf(asked.text)]).toEqual([
        403,
        expect.stringContaining('Enter your password'),
      ]);
      expect(await stored('late')).toEqual({});
      expect((await person.post('/data-manager/proof', { proof_password: 'wrong' })).status).toBe(
        403,
      );
      const given = await sendForm(
        [
          ['mode', 'skip'],
          ['proof_password', testPassword],
          ['files', file('late.json', documentOf('late'))],
        ],
        person,
      );
      expect([given.status, await stored('late')]).toEqual([200, { late: 'Note late' }]);
      expect((await person.post('/data-manager/proof')).status).toBe(204);
      expect(
        (await send(JSON.stringify(documentOf('late')), { token: person.csrf }, person)).status,
      ).toBe(200);
    } finally {
      await late[Symbol.asyncDispose]();
    }
  });
});

describe('exports', () => {
  test.each([
    ['json', 'application/json', 'ahlt-export.json', /"entities"/],
    ['jsonld', 'application/ld+json', 'ahlt-export.jsonld', /"@graph"/],
    ['sql', 'text/plain; charset=utf-8', 'ahlt-export.sql', /insert into/i],
    ['anything', 'application/json', 'ahlt-export.json', /"entities"/],
  ])('as %s', async (format, type, name, content) => {
    const reply = await admin.get(`/api/data/export?format=${format}`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining(type),
    ]);
    expect(reply.headers.get('content-disposition')).toBe(`attachment; filename=${name}`);
    expect(reply.text).toMatch(content);
    expect(reply.text).not.toMatch(/password_hash/);
  });

  test('of some types, by one list or by boxes of the form', async () => {
    const types = async (query: string): Promise<string[]> => {
      const { entities } = (await admin.get(`/api/data/export?${query}`)).json() as {
        entities: { entity_type: string }[];
      };
      return [...new Set(entities.map(({ entity_type }) => entity_type))].sort();
    };
    expect(await types('types=role,setting')).toEqual(['role', 'setting']);
    expect(await types('types=role&types=setting&scope=chosen')).toEqual(['role', 'setting']);
    expect((await types('types=role&scope=all')).length).toBeGreaterThan(3);
  });

  test('of no type at all is refused, as is an unknown one', async () => {
    for (const query of ['scope=chosen', "types=a'b", 'types=role,rolle'])
      expect((await admin.get(`/api/data/export?${query}`)).status, query).toBe(400);
  });

  test('HEAD returns type and name, and exports nothing', async () => {
    const before = (await auditRows(server, 'data.exported')).length;
    const reply = await admin.send('/api/data/export?format=sql', 'HEAD', undefined, {});
    expect([reply.status, reply.headers.get('content-disposition')]).toEqual([
      200,
      'attachment; filename=ahlt-export.sql',
    ]);
    expect((await auditRows(server, 'data.exported')).length).toBe(before);
  });

  test('the context defines the names of an export', async () => {
    const reply = await admin.get('/api/data/schema');
    expect(reply.headers.get('content-type')).toBe('application/ld+json');
    expect(reply.json()).toMatchObject({ '@context': { ahlt: 'http://ahlt.local/ontology/' } });
  });

  test('spec data-exchange#record: imports and exports are in the audit log, and on the page', async () => {
    expect((await auditRows(server, 'data.imported')).length).toBeGreaterThan(5);
    expect((await auditRows(server, 'data.exported')).length).toBeGreaterThan(5);
    const text = textOf((await admin.get('/data-manager')).text);
    expect(text).toMatch(/Recent imports and exports .* exported/);
  });
});

test('and nothing of it was an error to the program', () => {
  expect(server.log.filter(({ msg }) => msg === 'request failed')).toEqual([]);
});
