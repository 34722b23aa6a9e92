import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findMkcert } from '#test/support/mkcert.ts';
import { provideCertificates } from '../../scripts/certificates/provide.ts';

// `make certs` with and without the real mkcert: both results must work the same.
const names = [
  'dev.local',
  'app.local',
  'gitlab.local',
  'registry.gitlab.local',
  'localhost',
  '127.0.0.1',
  '0:0:0:0:0:0:0:1',
];
const registry = 'registry.gitlab.local:5050';
const day = 86_400_000;

let folder: string;
let certs: string;
let before: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ahlt-certs-'));
  certs = join(folder, 'certs');
  before = { ...process.env };
  // mkcert's authority is the test's own; nothing is installed.
  process.env['CAROOT'] = join(folder, 'authority');
});
afterEach(async () => {
  process.env = before;
  await rm(folder, { recursive: true, force: true });
});

/** PATH with mkcert, and with nothing else of that name. */
async function machine(kind: 'with mkcert' | 'without mkcert'): Promise<void> {
  const found = findMkcert() ?? '';
  const empty = join(folder, 'empty');
  await mkdir(empty);
  process.env['PATH'] = kind === 'with mkcert' ? found : empty;
}

describe.each(['with mkcert', 'without mkcert'] as const)('%s', (kind) => {
  const make = (now?: Date, wanted = names) => provideCertificates(certs, wanted, registry, now);
  const pem = async (name: string) => await readFile(join(certs, name), 'utf8');

  beforeEach(() => machine(kind));

  test('one certificate covers every name, and its key and the authority are kept from others', async () => {
    const { authority, renewed } = await make();
    expect([authority, renewed]).toEqual([
      kind === 'with mkcert' ? 'mkcert' : 'the authority in certs/ca',
      'it did not exist',
    ]);
    const certificate = new X509Certificate(await pem('ahlt.pem'));
    for (const name of [
      'dev.local',
      'app.local',
      'gitlab.local',
      'registry.gitlab.local',
      'localhost',
    ])
      expect(certificate.checkHost(name), name).toBe(name);
    for (const address of ['127.0.0.1', '::1'])
      expect(certificate.checkIP(address), address).toBeDefined();
    // Apple accepts at most 825 days.
    expect(
      (certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / day,
    ).toBeLessThanOrEqual(825);
    for (const key of ['ahlt-key.pem', 'gitlab.key'])
      expect((await stat(join(certs, key))).mode & 0o077, key).toBe(0);
  });

  test('a client that trusts ca.crt connects over TLS; others refuse', async () => {
    await make();
    await using server = await serve(await pem('gitlab.crt'), await pem('gitlab.key'));
    expect(await server.answers('registry.gitlab.local', await pem('ca.crt'))).toBe(200);
    await expect(server.answers('registry.gitlab.local', undefined)).rejects.toThrow(/certificate/);
    await expect(server.answers('elsewhere.local', await pem('ca.crt'))).rejects.toThrow(
      /altnames/,
    );
  });

  test('the second time it stays; with a new environment or near its end it is renewed, by the same authority', async () => {
    await make();
    const [first, authority] = [await pem('ahlt.pem'), await pem('ca.crt')];
    expect((await make()).renewed).toBeUndefined();
    expect(await pem('ahlt.pem')).toBe(first);
    expect((await make(undefined, [...names, 'qa.local'])).renewed).toBe('it lacked qa.local');
    const { notAfter } = await make(undefined, [...names, 'qa.local']);
    expect(
      (await make(new Date(notAfter.getTime() - 10 * day), [...names, 'qa.local'])).renewed,
    ).toBe('it had 10 days left');
    expect(await pem('ca.crt')).toBe(authority);
  });

  test('k3s gets the path of the authority, and verifies', async () => {
    await make();
    const file = parse(await pem('registries.yaml'));
    expect(file).toEqual({
      configs: { [registry]: { tls: { ca_file: '/etc/rancher/k3s/ahlt-ca.crt' } } },
    });
    expect(new X509Certificate(await pem('ca.crt')).ca).toBe(true);
  });
});

test('a machine that gets mkcert later changes the authority, and the certificate with it', async () => {
  await machine('without mkcert');
  await provideCertificates(certs, names, registry);
  process.env['PATH'] = findMkcert() ?? '';
  const { authority, renewed } = await provideCertificates(certs, names, registry);
  expect([authority, renewed]).toEqual(['mkcert', 'it was issued by another authority']);
  expect(await readdir(certs)).toEqual(
    expect.arrayContaining([
      'ahlt.pem',
      'ahlt-key.pem',
      'ca.crt',
      'gitlab.crt',
      'gitlab.key',
      'registries.yaml',
    ]),
  );
});

test('an authority that is over is replaced', async () => {
  await machine('without mkcert');
  const then = new Date('2016-01-01T00:00:00Z');
  await provideCertificates(certs, names, registry, then);
  const old = await readFile(join(certs, 'ca.crt'), 'utf8');
  expect((await provideCertificates(certs, names, registry)).renewed).toBe(
    'it was issued by another authority',
  );
  expect(await readFile(join(certs, 'ca.crt'), 'utf8')).not.toBe(old);
});

describe('the hosts file', () => {
  const run = promisify(execFile);
  const lines =
    '127.0.0.1 dev.local staging.local app.local gitlab.local registry.gitlab.local\n::1       dev.local staging.local app.local gitlab.local registry.gitlab.local\n';

  test('make hosts prints a line for IPv4 and one for IPv6, and writes nothing without sudo', async () => {
    const { SUDO_USER: _, WRITE: __, ...env } = before;
    const etc = await readFile('/etc/hosts', 'utf8');
    const { stdout } = await run('make', ['hosts'], { env });
    expect(stdout).toContain(lines);
    expect(await readFile('/etc/hosts', 'utf8')).toBe(etc);
  });

  test('writing keeps existing content, and a second time changes nothing', async () => {
    const file = join(folder, 'hosts');
    await writeFile(file, '127.0.0.1 localhost\n');
    const write = () =>
      run('npm', ['run', '--silent', 'certs', '--', 'hosts', '--file', file], {
        env: { ...before, WRITE: '1' },
      });
    await write();
    const written = await readFile(file, 'utf8');
    expect(written.startsWith('127.0.0.1 localhost\n')).toBe(true);
    expect(written).toContain(lines);
    await write();
    expect(await readFile(file, 'utf8')).toBe(written);
  });
});

/** A TLS server, requested by any name. */
async function serve(cert: string, key: string) {
  const server = createServer({ cert, key }, (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
  );
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    answers: (host: string, ca: string | undefined) =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = {
          host: '127.0.0.1',
          port,
          servername: host,
          headers: { host },
          ca,
          agent: false,
        };
        get(options, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).once('error', reject);
      }),
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
