import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { sweepAttachments } from '#app/attachments/attachment-store.ts';
import { createMetrics } from '#app/http/metrics.ts';
import { createServer } from '#app/server.ts';
import { textOf } from '#test/support/app-client.ts';
import { administered, auditRows } from './app-fixture.ts';
import { documentCodes, withPermissions, written } from './document-fixture.ts';
import { idOf } from './people-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const committee = await idOf(server, 'tor', 'budget_committee');
const address = await written(admin, 'With files');
const secret = await written(admin, 'Secret files', { tor_id: committee });

const idIn = (path: string): string => path.split('/').pop() ?? '';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const attach = (to: string, name: string, bytes: Uint8Array, browser = admin, type = 'text/html') =>
  browser.upload(`/attachments?entity=${idIn(to)}`, {}, { name, type, bytes, field: 'file' });

/** Address of the file of a document with a name. */
async function fileOf(to: string, name: string): Promise<string> {
  const { rows } = await server.services.pool.query<{ id: string }>(
    'select id from attachments where entity_id = $1 and name = $2 and is_complete',
    [idIn(to), name],
  );
  return `/attachments/${rows[0]?.id}`;
}

/** Files and pieces that are stored of a document. */
async function storedOf(to: string): Promise<[files: number, pieces: number]> {
  const { rows } = await server.services.pool.query<{ files: number; pieces: number }>(
    `select count(distinct a.id)::int as files, count(p.number)::int as pieces
     from attachments a left join attachment_pieces p on p.attachment_id = a.id where a.entity_id = $1`,
    [idIn(to)],
  );
  return [rows[0]?.files ?? 0, rows[0]?.pieces ?? 0];
}

/** The bytes of a file as a browser gets them. */
async function fetched(path: string): Promise<{ headers: Headers; bytes: Buffer }> {
  const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${server.url}${path}`, { headers: { Cookie: cookie } });
  return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

test('spec attachments#upload: a file is stored in pieces and comes back byte by byte, as a download', async () => {
  const bytes = randomBytes(700_000);
  const { location } = await attach(address, 'scan.bin', bytes);
  expect(location).toBe(`${address}/attachments`);
  expect(textOf((await admin.get(`${address}/attachments`)).text)).toContain('scan.bin');
  const file = await fileOf(address, 'scan.bin');
  const { headers, bytes: back } = await fetched(file);
  expect(back.equals(bytes)).toBe(true);
  expect(headers.get('content-disposition')).toBe('attachment; filename=scan.bin');
  expect(headers.get('content-type')).toBe('application/octet-stream');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  const digest = createHash('sha256').update(bytes).digest('base64');
  expect(headers.get('repr-digest')).toBe(`sha-256=:${digest}:`);
  const [row] = await auditRows(server, 'document.attachment_added');
  expect(row).toMatchObject({
    target_label: 'With files',
    after: { file: 'scan.bin', bytes: 700_000 },
  });
});

test.each<[string, Uint8Array, string]>([
  ['seal.png', png, 'image/png'],
  ['notes.html', Buffer.from('<script>alert(1)</script>'), 'text/plain; charset=utf-8'],
  ['paper.pdf', Buffer.from('%PDF-1.7\n%%EOF'), 'application/pdf'],
])(
  'spec attachments#upload: %s is shown by its content, without any right to run',
  async (name, bytes, type) => {
    await attach(address, name, bytes);
    const { headers } = await fetched(`${await fileOf(address, name)}/view`);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('content-disposition')).toMatch(/^inline; filename/);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
    expect(headers.get('content-security-policy')).not.toContain('script-src');
    if (type !== 'application/pdf')
      expect(headers.get('content-security-policy')).toContain('sandbox');
  },
);

test('spec attachments#upload: other types are never shown', async () => {
  const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>';
  await attach(address, 'drawing.svg', Buffer.from(svg));
  await attach(address, 'data.bin', Buffer.from([1, 2, 3, 250]));
  expect((await admin.get(`${await fileOf(address, 'data.bin')}/view`)).status).toBe(404);
  const { headers } = await fetched(await fileOf(address, 'drawing.svg'));
  expect(headers.get('content-disposition')).toMatch(/^attachment/);
});

test.each<[string, Uint8Array, string]>([
  ['an empty file', Buffer.alloc(0), 'Choose a file.'],
  ['a file that is too large', Buffer.alloc(1024 * 1024 + 1), 'The file is larger than 1 MB.'],
])(
  'spec attachments#upload: %s is refused at its field and leaves nothing',
  async (_, bytes, reason) => {
    const { pool } = server.services;
    const set = (value: string) =>
      pool.query(
        `update entities set properties = properties || jsonb_build_object('value', $1::text)
       where entity_type = 'setting' and name = 'documents.attachment_megabytes'`,
        [value],
      );
    await set('1');
    const empty = await written(admin, 'Refused files');
    const { status, text } = await attach(empty, bytes.length === 0 ? '' : 'big.bin', bytes);
    await set('50');
    expect(status).toBe(422);
    expect(textOf(text)).toContain(reason);
    expect(await storedOf(empty)).toEqual([0, 0]);
  },
);

test('spec attachments#upload: an upload that is cut off is never visible and leaves nothing', async () => {
  const cut = await written(admin, 'Cut off');
  const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const controller = new AbortController();
  const head = [
    '--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n',
    `${admin.csrf}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="half.bin"\r\n\r\n`,
  ].join('');
  const arrived = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array>({
    async start(stream) {
      stream.enqueue(Buffer.from(head));
      stream.enqueue(randomBytes(600_000));
      await arrived.promise;
      controller.abort();
    },
  });
  const sent = fetch(`${server.url}/attachments?entity=${idIn(cut)}`, {
    method: 'POST',
    headers: { Cookie: cookie, 'Content-Type': 'multipart/form-data; boundary=x' },
    body,
    signal: controller.signal,
    duplex: 'half',
  } as RequestInit);
  sent.catch(() => undefined);
  await expect.poll(() => storedOf(cut)).toEqual([1, 2]);
  expect(textOf((await admin.get(`${cut}/attachments`)).text)).toContain('No attachments yet.');
  arrived.resolve();
  await expect(sent).rejects.toThrow();
  await expect.poll(() => storedOf(cut)).toEqual([0, 0]);
});

test('spec attachments#upload: what a killed process left of an upload is deleted after a day', async () => {
  const left = await written(admin, 'Left over');
  await server.services.pool.query(
    `insert into attachments (entity_id, name, media_type, bytes, uploaded_at, uploaded_by)
     values ($1, 'old.bin', '', 0, now() - interval '25 hours', 'x'), ($1, 'new.bin', '', 0, now(), 'x')`,
    [idIn(left)],
  );
  const before = new Date(Date.now() - 24 * 3_600_000);
  expect(await sweepAttachments(server.services.db, before)).toBe(1);
  expect(await storedOf(left)).toEqual([1, 0]);
});

test('spec attachments#upload: a file is deleted after a question, and goes with its document', async () => {
  const doomed = await written(admin, 'Doomed');
  await attach(doomed, 'one.txt', Buffer.from('one'));
  await attach(doomed, 'two.txt', Buffer.from('two'));
  const file = await fileOf(doomed, 'one.txt');
  expect(textOf((await admin.get(`${file}/delete`)).text)).toContain('Delete file “one.txt”?');
  expect((await admin.post(`${file}/delete`)).location).toBe(`${doomed}/attachments`);
  expect((await admin.get(file)).status).toBe(404);
  expect(await storedOf(doomed)).toEqual([1, 1]);
  await admin.post(`${doomed}/delete`);
  expect(await storedOf(doomed)).toEqual([0, 0]);
});

test('spec documents#visibility: files of a committee are for its members, and without the permission nothing is stored', async () => {
  await attach(secret, 'plan.txt', Buffer.from('plan'));
  const file = await fileOf(secret, 'plan.txt');
  const stranger = await withPermissions(server, documentCodes);
  for (const path of [file, `${file}/view`, `${file}/delete`, `${secret}/attachments`])
    expect((await stranger.get(path)).status).toBe(404);
  expect((await stranger.post(`${file}/delete`)).status).toBe(404);
  expect((await attach(secret, 'x.txt', Buffer.from('x'), stranger)).status).toBe(404);
  const reader = await withPermissions(server, ['document.view']);
  expect((await attach(address, 'x.txt', Buffer.from('x'), reader)).status).toBe(403);
  expect(await storedOf(secret)).toEqual([1, 1]);
});

test('an upload without its token is refused', async () => {
  const forged = await written(admin, 'Forged');
  const token = admin.csrf;
  admin.csrf = 'wrong';
  expect((await attach(forged, 'x.txt', Buffer.from('x'))).status).toBe(403);
  admin.csrf = token;
  expect(await storedOf(forged)).toEqual([0, 0]);
});

test('spec attachments#upload: a scanner sees the whole file and can refuse it', async () => {
  const sizes: number[] = [];
  const scanning = createServer({
    ...server.services,
    // Its own, since the first server of these services counts already.
    metrics: createMetrics(server.services.pool),
    scanFile: async ({ name, content }) => {
      let size = 0;
      for await (const piece of content) size += piece.length;
      sizes.push(size);
      return name.startsWith('bad') ? 'EICAR test file' : undefined;
    },
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void scanning.close());
  await once(scanning, 'listening');
  const { port } = scanning.address() as { port: number };
  const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const scanned = await written(admin, 'Scanned');
  const send = async (name: string) => {
    const body = new FormData();
    body.set('csrf_token', admin.csrf);
    body.set('file', new File([Buffer.alloc(300_000, 'a')], name));
    const response = await fetch(`http://127.0.0.1:${port}/attachments?entity=${idIn(scanned)}`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { Cookie: cookie, Accept: 'text/html' },
    });
    return { status: response.status, text: textOf(await response.text()) };
  };
  expect((await send('good.txt')).status).toBe(303);
  const refused = await send('bad.txt');
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('“bad.txt” was refused: EICAR test file was found in it.');
  expect(sizes).toEqual([300_000, 300_000]);
  expect(await storedOf(scanned)).toEqual([1, 2]);
});

test('the page of attachments takes three statements', async () => {
  await admin.get(`${address}/attachments`);
  const { statements } = server.queries;
  await admin.get(`${address}/attachments`);
  expect(server.queries.statements - statements).toBe(3);
});
