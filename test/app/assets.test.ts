import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AssetSize, writeAssets } from '#app/http/asset-build.ts';
import { createAssets } from '#app/http/assets.ts';

let folder: string;
let sizes: readonly AssetSize[];

beforeAll(async () => {
  folder = `${await mkdtemp(join(tmpdir(), 'ahlt-assets-'))}/`;
  sizes = await writeAssets(folder);
});

afterAll(() => rm(folder, { recursive: true }));

const sizeOf = (name: string): AssetSize => {
  const size = sizes.find((candidate) => candidate.name === name);
  if (size === undefined) throw new Error(`${name} was not made.`);
  return size;
};

test('an ordinary page needs at most 30 KB of script and 20 KB of styles, compressed', () => {
  expect(sizeOf('app.js').gzip).toBeLessThanOrEqual(30_000);
  expect(sizeOf('app.css').gzip).toBeLessThanOrEqual(20_000);
});

test('spec requests#static-files: nothing in them points elsewhere', async () => {
  const { paths, assetUrl } = createAssets({ fresh: false, folder });
  const { modules, ...ordinary } = paths;
  const all = [ordinary, ...Object.values(modules)].flatMap((files) => Object.values(files));
  expect(all.every((path) => path.startsWith('/assets/'))).toBe(true);
  for (const path of [...all.filter((each) => /\.(css|js)$/.test(each)), assetUrl('design.css')]) {
    const { body } = await get(path, 'identity');
    expect(body.toString().replaceAll('http://www.w3.org/2000/svg', ''), path).not.toMatch(
      /https?:|url\((?!["']?(?:data:|#))/,
    );
  }
});

test.each(['br', 'gzip', 'identity'] as const)(
  'spec requests#static-files: hashed, immutable, and sent as %s to who takes it',
  async (encoding) => {
    const { paths } = createAssets({ fresh: false, folder });
    expect(paths.styles).toMatch(/^\/assets\/app\.[0-9a-f]{12}\.css$/);
    const { headers, body, status } = await get(paths.styles, encoding);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toBe('text/css; charset=utf-8');
    expect(headers['vary']).toContain('Accept-Encoding');
    expect(headers['content-encoding']).toBe(encoding === 'identity' ? undefined : encoding);
    const plain = {
      br: brotliDecompressSync,
      gzip: gunzipSync,
      identity: (bytes: Buffer) => bytes,
    }[encoding]?.(body);
    expect(plain?.length).toBe(sizeOf('app.css').bytes);
  },
);

test('browsers, which name gzip first, get the smaller form', async () => {
  const { paths } = createAssets({ fresh: false, folder });
  const { headers } = await get(paths.script, 'gzip, deflate, br, zstd');
  expect(headers['content-encoding']).toBe('br');
  expect((await get(paths.script, 'gzip, br;q=0')).headers['content-encoding']).toBe('gzip');
});

test('other content has another name, and unknown names are 404', async () => {
  expect((await get('/assets/app.000000000000.css', 'br')).status).toBe(404);
  expect((await get('/assets/..%2fmanifest.json', 'br')).status).toBe(404);
  expect(
    (await readdir(folder)).filter((name) => name.startsWith('app.') && name.endsWith('.css')),
  ).toHaveLength(1);
});

test('files of a source tree keep their names, so browsers ask for them each time', async () => {
  const { paths } = createAssets({ fresh: false });
  const { headers } = await get(paths.script, 'identity', {});
  expect(headers['cache-control']).toBe('no-cache');
});

interface Reply {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** `fetch` decompresses and hides the encoding, so this sends a raw request. */
async function get(
  path: string,
  encoding: string,
  from: { readonly folder?: string } = { folder },
): Promise<Reply> {
  const server = express()
    .use(createAssets({ fresh: false, ...from }).routes)
    .listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise<Reply>((resolve, reject) => {
      request(
        { host: '127.0.0.1', port, path, headers: { 'accept-encoding': encoding } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode,
              headers: response.headers,
              body: Buffer.concat(chunks),
            }),
          );
        },
      )
        .on('error', reject)
        .end();
    });
  } finally {
    server.close();
  }
}
