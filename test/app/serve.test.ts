import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { adminUrl, createDatabase } from '#test/support/postgres.ts';
import { runApp, serveApp } from './app-process.ts';

async function database(from: 'empty' | 'base'): Promise<{ url: string; name: string }> {
  const created = await createDatabase({ from });
  onTestFinished(() => created[Symbol.asyncDispose]());
  return created;
}

async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end().catch(() => undefined));
  return client;
}

test('spec platform#probes: it says that it is alive and ready, and shows where it stands', async () => {
  const { url } = await database('base');
  const app = await serveApp({ DATABASE_URL: url });
  expect(await (await fetch(`${app.url}/healthz`)).json()).toEqual({ alive: true });
  const ready = await fetch(`${app.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([
    200,
    {
      ready: true,
      checks: [
        { name: 'process', ok: true },
        { name: 'database', ok: true },
        { name: 'schema', ok: true },
      ],
    },
  ]);
  const page = await (await fetch(`${app.url}/status`)).text();
  expect(page).toMatch(/<h1>Running<\/h1>/);
  expect(page).toContain('the newest of this version');
  app.process.kill('SIGTERM');
  expect((await app.finished).code).toBe(0);
});

describe('it is not ready', () => {
  const readiness = async (app: { url: string }) => {
    const response = await fetch(`${app.url}/readyz`);
    const { checks } = (await response.json()) as {
      checks: { name: string; ok: boolean; reason?: string }[];
    };
    return {
      status: response.status,
      reasons: checks.filter(({ ok }) => !ok).map(({ name, reason }) => `${name}: ${reason}`),
    };
  };

  test('on an empty database', async () => {
    const { url } = await database('empty');
    const app = await serveApp({ DATABASE_URL: url });
    expect(await readiness(app)).toEqual({
      status: 503,
      reasons: [
        expect.stringMatching(
          /^schema: the database is at no schema, this version serves \d{4} to \d{4}$/,
        ),
      ],
    });
  });

  test('on a schema beyond its range, until that is back', async () => {
    const { url } = await database('base');
    const client = await connectTo(url);
    await client.query(
      "insert into ledger.migrations values ('9999', 'future', 'x', 'safe', 1, '9.0.0', now())",
    );
    const app = await serveApp({ DATABASE_URL: url });
    expect(await readiness(app)).toMatchObject({
      status: 503,
      reasons: [expect.stringContaining('the database is at 9999')],
    });
    await client.query("delete from ledger.migrations where id = '9999'");
    expect(await readiness(app)).toEqual({ status: 200, reasons: [] });
  });

  test('while the database does not respond', async () => {
    const { url } = await database('base');
    const client = await connectTo(url);
    const app = await serveApp({ DATABASE_URL: url });
    await client.query('begin');
    await client.query('lock table ledger.migrations');
    expect(await readiness(app)).toEqual({
      status: 503,
      reasons: ['database: no response within 2 s'],
    });
    await client.query('rollback');
    await expect.poll(() => readiness(app)).toEqual({ status: 200, reasons: [] });
  });

  test('while the database is down; the process stays alive and recovers by itself', async () => {
    const { url, name } = await database('base');
    const app = await serveApp({ DATABASE_URL: url });
    const admin = await connectTo(adminUrl());
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ]);
    await expect
      .poll(() => readiness(app))
      .toMatchObject({ status: 503, reasons: [expect.stringMatching(/^database: /)] });
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${app.url}/status`)).text()).toContain('<h1>Not ready</h1>');
    expect((await fetch(`${app.metricsUrl}/metrics`)).status).toBe(200);
    await admin.query(`alter database ${name} allow_connections true`);
    await expect.poll(() => readiness(app)).toEqual({ status: 200, reasons: [] });
  });
});

test('every response has the security headers, whatever it is', async () => {
  const { url } = await database('base');
  const app = await serveApp({ DATABASE_URL: url, PUBLIC_URL: 'https://app.local' });
  const page = await (await fetch(`${app.url}/status`)).text();
  const assets = [...page.matchAll(/href="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
  expect(assets).toHaveLength(2);
  const requests: [string, RequestInit][] = [
    ['/', { redirect: 'manual' }],
    ['/status', {}],
    ['/healthz', {}],
    ['/readyz', {}],
    ['/nothing/here', {}],
    ['/%E0%A4%A', {}],
    [
      '/csp-reports',
      { method: 'POST', body: '{}', headers: { 'content-type': 'application/csp-report' } },
    ],
    [
      '/csp-reports',
      { method: 'POST', body: '{', headers: { 'content-type': 'application/csp-report' } },
    ],
    [
      '/csp-reports',
      {
        method: 'POST',
        body: `{"a":"${'x'.repeat(20_000)}"}`,
        headers: { 'content-type': 'application/csp-report' },
      },
    ],
    ['/', { method: 'DELETE' }],
    ['/', { method: 'OPTIONS' }],
    ...assets.map((path): [string, RequestInit] => [path, {}]),
  ];
  const statuses: number[] = [];
  for (const [path, options] of requests) {
    const response = await fetch(`${app.url}${path}`, options);
    await response.arrayBuffer();
    statuses.push(response.status);
    const { headers } = response;
    expect
      .soft(headers.get('content-security-policy'), path)
      .toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self'; .*connect-src 'self' wss:\/\/app\.local; .*frame-ancestors 'none'; base-uri 'none'; form-action 'self'/,
      );
    expect.soft(headers.get('content-security-policy'), path).not.toContain('unsafe');
    expect
      .soft(headers.get('strict-transport-security'), path)
      .toBe('max-age=31536000; includeSubDomains');
    expect.soft(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect.soft(headers.get('referrer-policy'), path).toBe('same-origin');
    expect
      .soft(headers.get('permissions-policy'), path)
      .toMatch(/camera=\(\).*geolocation=\(\).*microphone=\(\)/);
    expect.soft(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
    expect.soft(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
    expect.soft(headers.get('x-request-id'), path).toMatch(/^[\w-]{8,}$/);
    // The name of an asset contains a hash of its content.
    expect
      .soft(headers.get('cache-control'), path)
      .toBe(path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store');
    expect
      .soft([headers.get('server'), headers.get('x-powered-by'), headers.get('set-cookie')], path)
      .toEqual([null, null, null]);
  }
  expect(statuses).toEqual([
    303,
    200,
    200,
    200,
    404,
    404,
    204,
    400,
    413,
    405,
    405,
    ...assets.map(() => 200),
  ]);
});

test('a refusal is a page for people and a problem document for programs, both with the request number', async () => {
  const { url } = await database('base');
  const app = await serveApp({ DATABASE_URL: url, TRUST_PROXY: '127.0.0.0/8' });
  const headers = { 'x-request-id': 'from-the-proxy-1' };
  const page = await fetch(`${app.url}/nothing`, { headers: { ...headers, accept: 'text/html' } });
  expect([page.status, page.headers.get('content-type')]).toEqual([
    404,
    'text/html; charset=utf-8',
  ]);
  expect(await page.text()).toMatch(/<h1>Page not found<\/h1>.*from-the-proxy-1/s);
  const document = await fetch(`${app.url}/<script>`, {
    headers: { ...headers, accept: 'application/json' },
  });
  expect(document.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(await document.json()).toMatchObject({
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    code: 'not_found',
    requestId: 'from-the-proxy-1',
  });
});

test('a client that no proxy stands before does not choose the number of its request', async () => {
  const { url } = await database('base');
  const app = await serveApp({ DATABASE_URL: url });
  const { headers } = await fetch(`${app.url}/nothing`, {
    headers: { 'x-request-id': 'from-the-client-1' },
  });
  expect(headers.get('x-request-id')).toMatch(/^[\da-f]{16}$/);
});

test('request values are escaped in pages, and the query string stays out of the log', async () => {
  const { url } = await database('base');
  const app = await serveApp({ DATABASE_URL: url });
  const page = await (
    await fetch(`${app.url}/<img src=x>?token=geheim`, { headers: { accept: 'text/html' } })
  ).text();
  expect(page).not.toContain('<img');
  await expect
    .poll(() => app.log.find(({ status }) => status === 404))
    .toMatchObject({ method: 'GET', route: 'unmatched', path: '/%3Cimg%20src=x%3E' });
  expect(JSON.stringify(app.log)).not.toContain('geheim');
});

test('metrics count requests by pattern, on a port of their own', async () => {
  const { url } = await database('base');
  const app = await serveApp({ DATABASE_URL: url });
  await fetch(`${app.url}/one`);
  await fetch(`${app.url}/two`);
  await fetch(app.url, { method: 'BREW' }).catch(() => undefined);
  expect((await fetch(`${app.url}/metrics`)).status).toBe(404);
  const text = await (await fetch(`${app.metricsUrl}/metrics`)).text();
  expect(text).toContain('http_requests_total{method="GET",route="unmatched",status="404"} 3');
  expect(text).toMatch(/db_pool_connections\{state="idle"\} \d/);
  expect(text).toMatch(/graph_outbox_rows \d+/);
  expect(text).toMatch(/# TYPE job_runs_total counter/);
  expect(text).toMatch(/process_resident_memory_bytes \d/);
  expect(text).not.toContain('/one');
});

test('SIGTERM lets a request finish, takes no new one, and ends with 0', async () => {
  const { url } = await database('base');
  const app = await serveApp({ DATABASE_URL: url });
  const body = '{"csp-report":{"violated-directive":"img-src"}}';
  const headers = { 'content-type': 'application/csp-report', 'content-length': body.length };
  const upload = request(`${app.url}/csp-reports`, { method: 'POST', headers });
  upload.write(body.slice(0, 10));
  // The server has its start once it answers a later request.
  await fetch(`${app.url}/healthz`);
  app.process.kill('SIGTERM');
  await expect.poll(() => app.log.some(({ msg }) => msg === 'draining')).toBe(true);
  await expect(fetch(`${app.url}/healthz`)).rejects.toThrow();
  upload.end(body.slice(10));
  const [response] = (await once(upload, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(204);
  expect(await app.finished).toMatchObject({ code: 0, stderr: '' });
  expect(app.log.at(-1)).toMatchObject({ msg: 'stopped' });
});

test.each(['PORT', 'METRICS_PORT'])('a %s in use is said plainly', async (variable) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const { code, stderr } = await runApp(['serve'], {
    PORT: '0',
    METRICS_PORT: '0',
    [variable]: String(port),
  });
  expect(code).toBe(1);
  expect(stderr).toBe(
    `Port ${port} on 127.0.0.1 is in use. Stop the process that uses it, or set ${variable} to another port.\n`,
  );
});
