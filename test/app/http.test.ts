import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reply, textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { ask, isUnsafe, type Walk, walk } from '#test/support/route-walk.ts';
import { app, auditRows } from './app-fixture.ts';
import { idOf } from './people-fixture.ts';

let server: AppServer;
/** A committee, because a route about one that does not exist is a 404 for everyone. */
let tor: string;
beforeAll(async () => {
  server = await startAppServer({ from: 'demo' });
  tor = await idOf(server, 'tor', 'budget_committee');
});
afterAll(() => server[Symbol.asyncDispose]());

describe('spec requests#forged-requests, V-222603: nothing is changed for another site', () => {
  const unsafe = (): readonly Walk[] =>
    walk(server, tor).filter((line) => isUnsafe(line) && !line.isMount);

  test("every unsafe route requires its session's token, whatever it reads", async () => {
    const [browser, other] = [await server.signIn('admin'), await server.signIn('admin')];
    for (const line of unsafe()) {
      if (line.path === '/login') continue;
      for (const csrf of [null, '', 'x', other.csrf]) {
        const reply = await ask(browser, line, { csrf });
        expect
          .soft([
            line.method,
            line.path,
            line.reads.includes('body') && reply.status === 415 ? 403 : reply.status,
          ])
          .toEqual([line.method, line.path, 403]);
      }
      const program = await browser.json(line.address, {}, { method: line.method, csrf: null });
      expect.soft([line.path, [403, 415].includes(program.status)]).toEqual([line.path, true]);
    }
    expect((await browser.get('/account')).status).toBe(200);
    expect(
      (await auditRows(server, 'access.denied')).filter(
        ({ details }) => details?.['reason'] === 'csrf',
      ).length,
    ).toBeGreaterThan(0);
  });

  test.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://example.com' },
    { Origin: 'null' },
  ])('nor is a request with %o let in, even with the right token', async (headers) => {
    const browser = await server.signIn('admin');
    for (const line of unsafe()) {
      const reply = await ask(browser, line, { headers: headers as Record<string, string> });
      expect
        .soft([line.path, reply.status, textOf(reply.text)])
        .toEqual([line.path, 403, expect.stringContaining('another site')]);
    }
  });

  test('the name that people use and the one that the browser asked are both right', async () => {
    await using local = await startAppServer({
      environment: { PUBLIC_URL: 'http://localhost:8080' },
    });
    const browser = await local.signIn();
    for (const [origin, status] of [
      ['http://localhost:8080', 303],
      [local.url, 303],
      ['http://localhost:8081', 403],
    ] as const) {
      expect(
        (await browser.post('/account/theme', { theme: 'dark' }, { headers: { Origin: origin } }))
          .status,
      ).toBe(status);
    }
  });

  test('the sign-in form has a token of its own, bound to the browser that got it', async () => {
    const [browser, thief] = [server.visitor(), server.visitor()];
    await browser.get('/login');
    expect(
      (await browser.post('/login', { username: 'x', password: 'y' }, { csrf: null })).status,
    ).toBe(403);
    expect(
      (await thief.post('/login', { username: 'x', password: 'y' }, { csrf: browser.csrf })).status,
    ).toBe(403);
    expect((await browser.post('/login', { username: 'x', password: 'y' })).status).toBe(422);
  });

  test('spec requests#forged-requests: JSON routes take their token in a header, and JSON only', async () => {
    for (const line of unsafe().filter(({ path }) =>
      /^\/(roles\/builder\/preview|api\/(?!tor\/))/.test(path),
    )) {
      const browser = await server.signIn('admin');
      expect
        .soft(
          (await browser.json(line.address, {}, { method: line.method, csrf: null })).status,
          line.path,
        )
        .toBe(403);
      // Without a body there is nothing whose type could be wrong.
      const refusal = line.reads.includes('body') ? 415 : 406;
      if (line.method === 'POST')
        expect.soft((await browser.post(line.address, {})).status, line.path).toBe(refusal);
    }
  });
});

describe('spec requests#headers: headers', () => {
  const expected: Readonly<Record<string, RegExp | null>> = {
    'content-security-policy':
      /^default-src 'none'; script-src 'self'[^;]*; style-src 'self'; .*frame-ancestors 'none'; base-uri 'none'; form-action 'self'/,
    'x-content-type-options': /^nosniff$/,
    'referrer-policy': /^same-origin$/,
    'permissions-policy': /camera=\(\).*usb=\(\)/,
    'cross-origin-opener-policy': /^same-origin$/,
    'cross-origin-resource-policy': /^same-origin$/,
    'x-frame-options': /^DENY$/,
    'x-request-id': /^[\w.:-]{8,64}$/,
    'x-powered-by': null,
    server: null,
  };

  const check = (where: string, { headers }: Reply, hasSession: boolean): void => {
    for (const [name, pattern] of Object.entries(expected)) {
      const value = headers.get(name);
      expect
        .soft([where, name, pattern === null ? value === null : pattern.test(value ?? '')])
        .toEqual([where, name, true]);
    }
    expect.soft(headers.get('content-security-policy'), where).not.toContain('unsafe');
    if (hasSession && !/immutable/.test(headers.get('cache-control') ?? ''))
      expect.soft([where, headers.get('cache-control')]).toEqual([where, 'no-store']);
  };

  test('spec requests#headers: on every route, signed in or not', async () => {
    const browser = await server.signIn('admin');
    for (const line of walk(server, '1')) {
      if (line.isMount) {
        check(line.path, await browser.get(line.path), false);
        continue;
      }
      check(`${line.method} ${line.path}, nobody`, await ask(server.visitor(), line), false);
      check(
        `${line.method} ${line.path}, admin`,
        await ask(browser, line, { csrf: null }),
        line.policy.kind !== 'open',
      );
    }
  });

  test('spec requests#headers: no page holds a script or style that is not a file', async () => {
    const browser = await server.signIn('admin');
    for (const line of walk(server, browser.userId).filter(
      (each) => each.method === 'GET' && !each.isMount,
    )) {
      const { text, headers } = await browser.get(line.address);
      if (!headers.get('content-type')?.includes('html')) continue;
      expect
        .soft([line.path, text.match(/<style|\sstyle="|\son\w+="|javascript:/)?.[0]])
        .toEqual([line.path, undefined]);
      const scripts = [...text.matchAll(/<script([^>]*)>/g)].map(
        ([, attributes = '']) => attributes,
      );
      for (const attributes of scripts)
        expect
          .soft([line.path, attributes])
          .toEqual([line.path, expect.stringMatching(/src="\/assets\/|type="application\/json"/)]);
    }
  });
});

test('spec requests#headers: policy violations are reported and logged, without the query of their address', async () => {
  const browser = await server.signIn('admin');
  expect((await browser.get('/account')).headers.get('content-security-policy')).toContain(
    'report-uri /csp-reports',
  );
  const report = {
    'violated-directive': 'script-src-elem',
    'blocked-uri': 'https://evil.example/x.js?token=secret#a',
    'document-uri': '/users',
  };
  const headers = { 'Content-Type': 'application/csp-report' };
  const statusOf = async (body: string) =>
    (await server.visitor().send('/csp-reports', 'POST', body, { headers })).status;
  expect(await statusOf(JSON.stringify({ 'csp-report': report }))).toBe(204);
  const lines = () => server.log.filter(({ msg }) => msg === 'content security policy violation');
  expect(lines()).toMatchObject([
    { directive: 'script-src-elem', blocked: 'https://evil.example/x.js' },
  ]);
  expect(JSON.stringify(lines())).not.toContain('secret');
  expect([
    await statusOf('{'),
    await statusOf(`{"a":"${'x'.repeat(9000)}"}`),
    await statusOf('[]'),
  ]).toEqual([400, 413, 204]);
});

describe('spec requests#errors: one contract for errors', () => {
  const json = { headers: { Accept: 'application/json' } };

  test('people get a page in their shell with the number of the request; programs get a problem document', async () => {
    const browser = await server.signIn('viewer');
    for (const [path, status] of [
      ['/nothing/here', 404],
      ['/settings', 403],
      ['/logout', 405],
    ] as const) {
      const page = await browser.get(path);
      expect.soft([path, page.status]).toEqual([path, status]);
      expect.soft(page.text, path).toContain('aria-label="Main"');
      expect.soft(textOf(page.text), path).toContain(`request ${page.headers.get('x-request-id')}`);
      const document = await browser.get(path, json);
      expect.soft([document.headers.get('content-type'), document.json()]).toEqual([
        'application/problem+json; charset=utf-8',
        expect.objectContaining({
          status,
          title: expect.any(String),
          detail: expect.any(String),
          error: expect.any(String),
          code: expect.any(String),
          requestId: document.headers.get('x-request-id'),
        }),
      ]);
    }
  });

  test('403 for a missing position names who can help', async () => {
    const { text } = await (await server.signIn('viewer')).get('/tor/1/workflow');
    expect(textOf(text)).toMatch(
      /You need a suitable position in this committee.*Ask an administrator for it: Administrator/,
    );
  });

  test('403 names the missing permission and who can help', async () => {
    const browser = await server.signIn('viewer');
    const { text } = await browser.get('/settings');
    expect(textOf(text)).toMatch(
      /You can't open Settings This page needs the permission “Manage settings” \( settings\.manage \)\. Your role, Viewer, does not include it\..*Ask an administrator for it: Administrator/,
    );
    const [row] = (await auditRows(server, 'access.denied')).slice(-1);
    expect(row).toMatchObject({
      outcome: 'denied',
      details: { method: 'GET', path: '/settings', needs: 'settings.manage' },
    });
    expect(row?.request_id).toMatch(/^[\da-f-]{8,}$/);
    expect(row?.session_hash).toMatch(/^[\da-f]{16}$/);
  });

  test('a form of another session is refused as such: not as if the page were forbidden, and with the way back to it', async () => {
    const browser = await server.signIn('admin');
    const { text, status } = await browser.post(
      '/users',
      {},
      { csrf: 'old', headers: { Referer: `${server.url}/users/new?from=here` } },
    );
    expect([status, textOf(text)]).toEqual([
      403,
      expect.stringContaining(
        'This request was rejected The form has expired or belongs to another session',
      ),
    ]);
    expect(text).not.toContain("You can't open");
    expect(text).toContain('href="/users/new?from=here"');
    for (const referrer of [
      'https://example.com/users/new',
      `${server.url}//example.com/x`,
      'nonsense',
    ]) {
      const foreign = await browser.post(
        '/users',
        {},
        { csrf: 'old', headers: { Referer: referrer } },
      );
      expect(foreign.text).not.toMatch(/Go back|example\.com/);
    }
  });

  test('without a session the version is not shown', async () => {
    for (const [path, expected] of [
      ['/nothing/here', 404],
      ['/status', 200],
      ['/login', 200],
    ] as const) {
      const { text, status } = await server.visitor().get(path);
      expect([path, status, text.includes(server.services.version)]).toEqual([
        path,
        expected,
        false,
      ]);
    }
    expect(textOf((await (await server.signIn()).get('/status')).text)).toContain(
      server.services.version,
    );
  });

  test('V-222596: version details are shown to signed-in users', async () => {
    const runtime = `Node ${process.versions.node}`;
    expect(textOf((await server.visitor().get('/status')).text)).not.toContain(runtime);
    expect(textOf((await (await server.signIn()).get('/status')).text)).toContain(runtime);
  });

  test('405 says which methods there are', async () => {
    expect((await server.visitor().get('/logout')).headers.get('allow')).toBe('POST');
    expect(
      (await server.visitor().send('/login', 'DELETE', undefined, {})).headers.get('allow'),
    ).toBe('GET, HEAD, POST');
    expect((await server.visitor().get('/csp-reports')).status).toBe(405);
  });

  test.each([
    [
      '413',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      'x'.repeat(100_000),
      413,
    ],
    [
      '413 for one that does not say its length',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      new Blob(['x'.repeat(100_000)]).stream(),
      413,
    ],
    ['415 for another type', { headers: { 'Content-Type': 'application/json' } }, '{}', 415],
    [
      '415 for a compressed body',
      {
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Encoding': 'gzip',
        },
      },
      'x',
      415,
    ],
    [
      '400 for NUL',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      'theme=%00',
      400,
    ],
  ])('%s', async (_, { headers }, body, status) => {
    const browser = await server.signIn();
    const options = { headers: { ...headers, 'X-CSRF-Token': browser.csrf } };
    const request = body instanceof ReadableStream ? { body, duplex: 'half' } : { body };
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${server.url}/account/theme`, {
      method: 'POST',
      ...request,
      headers: { ...options.headers, Cookie: cookie, Accept: 'text/html' },
    } as RequestInit);
    expect(response.status).toBe(status);
  });

  test('422 keeps the submitted values; 400 for an invalid address', async () => {
    const browser = await server.signIn();
    const typed = 'x'.repeat(300);
    expect(
      (
        await browser.post('/account/profile', {
          action: 'update_display_name',
          display_name: typed,
        })
      ).text,
    ).toContain(typed);
  });

  test('500 and 503 reveal no details', async () => {
    const broken = await app();
    const browser = await broken.signIn('admin');
    await broken.services.pool.query('alter table shell_documents rename to gone');
    const page = await browser.get('/account');
    expect([page.status, textOf(page.text)]).toEqual([
      500,
      expect.stringContaining('An internal error occurred and was logged.'),
    ]);
    expect(page.text).not.toMatch(/shell_documents|relation|at .*\.ts/);
    const problem = await browser.get('/account', json);
    expect(problem.json()).toMatchObject({ status: 500, code: 'unexpected' });
    expect(broken.log.some((line) => JSON.stringify(line).includes('shell_documents'))).toBe(true);
  });
});
