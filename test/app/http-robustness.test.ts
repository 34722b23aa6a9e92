import { once } from 'node:events';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anyCharacter } from '#app/any-character.fixture.ts';
import { verifyChain } from '#app/audit/verify.ts';
import type { AppClient, Reply } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { formsIn, type PageForm, rowPartsIn } from '#test/support/page-forms.ts';
import { isUnsafe, type Walk, walk } from '#test/support/route-walk.ts';

let server: AppServer;
let browser: AppClient;
/** Used for every id: an existing user. */
let someone: string;
beforeAll(async () => {
  server = await startAppServer({ from: 'demo' });
  someone = (await server.createUser('viewer')).id;
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  browser = await server.signIn('admin');
});
// Otherwise the rest would only test the gate.
afterEach(async () => expect((await browser.get('/account')).status).toBe(200));

/** Field names of the app's forms, and property names of every object. */
const names = [
  ...[
    'username',
    'password',
    'next',
    'display_name',
    'action',
    'theme',
    'back',
    'sidebar',
    'label',
    'name',
    'email',
    'role',
    'roles',
    'version',
  ],
  ...[
    'description',
    'permissions',
    'value',
    'filter',
    'q',
    'page',
    'size',
    'sort',
    'columns',
    'ids',
    'tab',
    'from',
    'to',
    'user_id',
    'role_id',
    'menu',
    'open',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '',
    '[]',
    'a[b][c]',
    'a.b',
  ],
];

const name = fc.oneof(fc.constantFrom(...names), fc.string({ unit: anyCharacter, maxLength: 20 }));

const nasty = fc.constantFrom(
  ...[
    '\0',
    'a\0b',
    '\ud800',
    '\udfff\ud800',
    '\u202e',
    '\u2028',
    '\r\nSet-Cookie: x=y',
    '%00',
    '%',
    '../../etc/passwd',
    '\\',
    "'",
    "';--",
    '{{7*7}}',
  ],
  ...[
    '<script>alert(1)</script>',
    '-1',
    '0',
    '1e309',
    'NaN',
    'null',
    'true',
    '9223372036854775808',
    '99999999999999999999999999',
    '{"a":',
    '[[[[[[',
  ],
  ...[
    '2026-02-30',
    '0000-00-00',
    '+275760-09-13T00:00:00.001Z',
    'infinity',
    '\ufeff',
    '💣'.repeat(500),
    'ß'.repeat(5000),
    '('.repeat(2000),
    'a'.repeat(70_000),
  ],
);
const text = fc.oneof(
  { weight: 3, arbitrary: nasty },
  { weight: 2, arbitrary: fc.string({ unit: anyCharacter }) },
  { weight: 1, arbitrary: fc.json() },
);

const pairs = fc.array(fc.tuple(name, text), { maxLength: 8 });

/** Never a server error, and no internals are shown. */
function fine({ status, text: body, headers }: Reply, where: string): void {
  expect([where, status < 500], body.slice(0, 400)).toEqual([where, true]);
  expect(body).not.toMatch(
    /\bat [\w.<>]+ \(?\/|node_modules|\.tsx?:\d+|syntax error at or near|SQLSTATE|violates/,
  );
  expect(headers.get('x-request-id')).toBeTruthy();
}

/** The API answers a limited number of requests a minute; the next minute begins when it refuses. */
async function inTurn(send: () => Promise<Reply>): Promise<Reply> {
  const reply = await send();
  if (reply.status !== 429) return reply;
  server.advance(61_000);
  return await send();
}

const encoded = (list: readonly (readonly [string, string])[]): string =>
  list.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&');
/** Also encodes what `encodeURIComponent` refuses. */
const encode = (part: string): string =>
  encodeURIComponent(part.toWellFormed()).replaceAll('%EF%BF%BD', '%ED%A0%80');

/** Routes that end the browser's own session are tested separately. */
const lines = (): readonly Walk[] =>
  walk(server, someone).filter(
    ({ isMount, path }) => path !== '/logout' && (!isMount || path === '/csp-reports'),
  );

/** Each form of each page once; the pages of the table, each with the first valid id. */
async function everyForm(): Promise<readonly PageForm[]> {
  const { rows } = await server.services.pool.query<{ id: string }>(
    "select max(id) as id from entities where entity_type in ('role', 'nav_item', 'tor', 'setting') group by entity_type",
  );
  const forms = new Map<string, PageForm>();
  for (const { path } of lines().filter((each) => !isUnsafe(each))) {
    for (const id of [someone, ...rows.map((row) => row.id)]) {
      const address = path.replaceAll(/:\w+(\(text\))?/g, id);
      const { status, text: html } = await browser.get(address);
      const withParts = await Promise.all(
        rowPartsIn(html, address).map(async (part) => (await browser.get(part)).text),
      );
      for (const form of [html, ...withParts].flatMap(formsIn))
        forms.set(
          `${form.action} ${form.fields.map(([name]) => name).join(' ')}`.replaceAll(/\d+/g, '0'),
          form,
        );
      if (status === 200) break;
    }
  }
  return [...forms.values()].filter(({ action }) => action !== '/logout');
}

/** The response to a raw request. */
async function written(request: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(request);
  return textOf(socket);
}

const runs = { numRuns: 8 };

describe('any input is handled', () => {
  test('queries', async () => {
    for (const line of lines().filter((each) => !isUnsafe(each))) {
      await fc.assert(
        fc.asyncProperty(pairs, async (list) => {
          const query = encoded(list).slice(0, 12_000);
          const address = `${line.address}?${query}`;
          fine(await inTurn(() => browser.get(address)), `GET ${address}`);
        }),
        runs,
      );
    }
  });

  test('a NUL in any part of a query, also where JSON hides it', async () => {
    const hidden = JSON.stringify({
      conditions: [{ field: 'username', op: 'contains', value: 'a\0b' }],
    });
    const asked = [
      'q',
      'filter',
      'from',
      'to',
      'actor',
      'action',
      'target_type',
      'type',
      'focus',
      'role_id',
      'user_id',
      'tab',
      'next',
      'done',
      'menu',
      'open',
    ];
    for (const { address } of lines().filter((each) => !isUnsafe(each))) {
      const tried = async (query: string): Promise<number> => {
        const reply = await inTurn(() => browser.get(`${address}?${query}`));
        fine(reply, `${address}?${query}`);
        return reply.status;
      };
      const queries = asked.map((part) => `${part}=a%00b`);
      // A part that is refused keeps the others from being read.
      if ((await tried(queries.join('&'))) === 400) for (const query of queries) await tried(query);
      await tried(`filter=${encodeURIComponent(hidden)}`);
    }
    const chosen = { scope: 'all', query: '/users?q=a%00b', address: '/users?q=a%00b' };
    for (const line of lines().filter(({ method }) => method === 'POST')) {
      fine(
        await browser.post(line.address, chosen),
        `POST ${line.address} with an address that holds a NUL`,
      );
      if ((await browser.get('/session')).status === 401) browser = await server.signIn('admin');
    }
  });

  test('paths', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...lines()), text, async (line, part) => {
        const path = line.path.replaceAll(/:\w+(\(text\))?/g, encode(part).slice(0, 3000) || 'x');
        fine(await browser.get(path), path);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    '//',
    '//[',
    '//a:b/',
    '/\\',
    '///users',
    'http://[/users',
    'http://example.com/users?q=a',
    '*',
    '?',
    '/%zz',
    '/users?%',
    '/users?q=a#b',
  ])('the address %s, which no browser writes', async (address) => {
    for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS']) {
      const reply = await written(
        `${method} ${address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      expect([method, reply.split('\r\n')[0]]).toEqual([
        method,
        expect.stringMatching(/^HTTP\/1.1 [234]/),
      ]);
    }
  });

  test('forms', async () => {
    for (const line of lines().filter(({ method }) => method === 'POST')) {
      await fc.assert(
        fc.asyncProperty(pairs, async (list) => {
          const body = `csrf_token=${browser.csrf}&${encoded(list)}`;
          const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
          fine(
            await browser.send(line.address, 'POST', body, { headers }),
            `POST ${line.address} ${body.slice(0, 300)}`,
          );
        }),
        runs,
      );
    }
  });

  test('the forms of all pages, one field wrong', async () => {
    const forms = await everyForm();
    expect(forms.length).toBeGreaterThan(20);
    for (const { action, fields } of forms) {
      // Some of them end the user's own sessions.
      if ((await browser.get('/session')).status === 401) browser = await server.signIn('admin');
      const change = fc.record({
        place: fc.nat(Math.max(0, fields.length - 1)),
        value: text,
        how: fc.constantFrom('replaced', 'doubled', 'left out'),
      });
      await fc.assert(
        fc.asyncProperty(change, async ({ place, value, how }) => {
          const sent = fields.flatMap(([name, was], each): (readonly [string, string])[] => {
            if (each !== place) return [[name, was]];
            return how === 'left out'
              ? []
              : how === 'doubled'
                ? [
                    [name, was],
                    [name, value],
                  ]
                : [[name, value]];
          });
          const body = `csrf_token=${browser.csrf}&${encoded(sent)}`;
          const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
          fine(
            await browser.send(action, 'POST', body, { headers }),
            `POST ${action} ${fields[place]?.[0]} ${how} ${value.slice(0, 100)}`,
          );
        }),
        { numRuns: 8 },
      );
    }
  });

  test('multipart forms', async () => {
    for (const line of lines().filter(({ method }) => method === 'POST')) {
      await fc.assert(
        fc.asyncProperty(pairs, text, async (list, content) => {
          const body = new FormData();
          body.set('csrf_token', browser.csrf);
          for (const [key, value] of list) body.append(key.toWellFormed(), value.toWellFormed());
          body.set('avatar', new File([content], content.toWellFormed().slice(0, 40)));
          fine(
            await browser.send(line.address, 'POST', body, {}),
            `POST ${line.address}, multipart`,
          );
        }),
        { numRuns: 3 },
      );
    }
  });

  test('JSON', async () => {
    const strange = fc.oneof(
      fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }),
      fc.dictionary(name, fc.oneof(text, fc.jsonValue()), { noNullPrototype: true }),
      nasty,
    );
    for (const line of lines().filter(isUnsafe)) {
      await fc.assert(
        fc.asyncProperty(strange, async (value) => {
          fine(
            await inTurn(() => browser.json(line.address, value, { method: line.method })),
            `${line.method} ${line.address} ${JSON.stringify(value).slice(0, 300)}`,
          );
        }),
        { numRuns: 8 },
      );
    }
  });

  test.each([
    ['a megabyte of form', 'application/x-www-form-urlencoded', `a=${'x'.repeat(1_048_576)}`],
    ['a megabyte of JSON', 'application/json', `{"a":"${'x'.repeat(1_048_576)}"}`],
    ['JSON of 100,000 levels', 'application/json', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['a form of 20,000 fields', 'application/x-www-form-urlencoded', 'a=&'.repeat(20_000)],
    ['half a JSON document', 'application/json', '{"a":'],
    ['a multipart form without a boundary', 'multipart/form-data', 'x'],
    [
      'a multipart form that ends early',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
    ],
    [
      'bytes that are no text',
      'application/x-www-form-urlencoded',
      Buffer.from([0x61, 0x3d, 0xff, 0xfe, 0xc3, 0x28]),
    ],
    ['nothing', 'application/x-www-form-urlencoded', ''],
    ['no type at all', '', 'x'],
  ])('%s', async (_, type, body) => {
    for (const line of lines().filter(isUnsafe)) {
      const headers = { 'Content-Type': type, 'X-CSRF-Token': browser.csrf };
      const reply = await inTurn(() => browser.send(line.address, line.method, body, { headers }));
      fine(reply, `${line.method} ${line.address}`);
    }
  });

  test('cookies and headers', async () => {
    const value = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_=;, %"<>'), maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(value, value, async (cookie, accept) => {
        const headers = {
          Cookie: `ahlt-test-session=${cookie}; ahlt-test-visitor=${cookie}`,
          Accept: accept,
          'X-Request-Id': cookie.trim(),
          Referer: accept.trim(),
        };
        fine(await server.visitor().get('/account', { headers }), JSON.stringify(headers));
      }),
      { numRuns: 60 },
    );
  });

  test('any input without a session is handled too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...lines()), pairs, async (line, list) => {
        const visitor = server.visitor();
        fine(
          await (isUnsafe(line)
            ? visitor.send(line.address, line.method, encoded(list), {
                headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
              })
            : visitor.get(line.address)),
          line.path,
        );
      }),
      { numRuns: 60 },
    );
  });

  test('keys of prototypes stay keys', () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('no transaction was lost, and the audit log is whole', async () => {
    const { pool, db } = server.services;
    const { rows } = await pool.query(
      "select query from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
    );
    expect(rows).toEqual([]);
    expect([pool.idleCount, pool.waitingCount]).toEqual([pool.totalCount, 0]);
    expect(await verifyChain(db)).toMatchObject({ ok: true });
  });

  test('and nothing of it was an error to the program', () => {
    expect(server.log.filter(({ msg }) => msg === 'request failed')).toEqual([]);
  });
});
