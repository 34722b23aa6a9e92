import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { eventually } from '#test/support/eventually.ts';
import { administered } from './app-fixture.ts';
import { type OpenPage, openPage, sinceOf } from './live-fixture.ts';
import { openUpload, type SlowUpload } from './slow-upload-fixture.ts';

const { server, admin } = await administered();

const note = (name: string) => ({ entity_type: 'note', name, label: name });

const stored = async (like: string): Promise<number> => {
  const { rows } = await server.services.pool.query(
    "select from entities where entity_type = 'note' and name like $1",
    [like],
  );
  return rows.length;
};

test("progress includes the file's totals once they are known, and never exceeds them", async () => {
  const count = 15_000;
  const document = {
    entities: Array.from({ length: count }, (_, place) => note(`told_${place}`)),
    relations: [
      { relation_type: 'no_such_type', source: 'note:told_0', target: 'note:told_1' },
      { relation_type: 'nonsense', source: 'nobody', target: 7 },
      ...Array.from({ length: count }, (_, place) => ({
        relation_type: 'feeds_into',
        source: `note:told_${place}`,
        target: `note:told_${(place + 1) % count}`,
      })),
    ],
  };
  await server.services.pool.query(
    "delete from entity_properties where key in ('source_types', 'target_types') and entity_id = (select id from entities where name = 'feeds_into')",
  );
  const reply = await admin.send('/api/data/import', 'POST', JSON.stringify(document), {
    headers: {
      'Content-Type': 'application/json',
      'X-CSRF-Token': admin.csrf,
      Accept: 'application/x-ndjson',
    },
  });
  type Line = {
    progress?: {
      entities: number;
      relations: number;
      total?: { entities: number; relations: number };
    };
    result?: object;
  };
  const lines = reply.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  expect(lines.at(-1)?.result).toMatchObject({
    created: count,
    relations_created: count,
    error_count: 2,
  });
  const reports = lines.flatMap(({ progress }) =>
    progress?.total === undefined ? [] : [{ ...progress, total: progress.total }],
  );
  expect(reports.length).toBeGreaterThan(0);
  // One relation was refused while the file was read; the other waits with the valid ones.
  for (const { entities, relations, total } of reports) {
    expect(total).toEqual({ entities: count, relations: count + 1 });
    expect(entities).toBe(count);
    expect(relations).toBeLessThanOrEqual(total.relations);
  }
});

/** A form with a file that is sent slowly, as by a browser without JavaScript. */
function openForm(): SlowUpload {
  const headers = { 'Content-Type': 'multipart/form-data; boundary=edge', Accept: 'text/html' };
  const { sending, answered } = openUpload(server, admin, headers);
  const field = (name: string, value: string) =>
    `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  sending.write(field('csrf_token', admin.csrf) + field('mode', 'skip'));
  sending.write(
    '--edge\r\nContent-Disposition: form-data; name="files"; filename="slow.json"\r\n\r\n{"entities":[',
  );
  return { sending, answered };
}

/** Writes notes until the response starts. */
async function writeUntilAnswered(
  sending: ClientRequest,
  answered: Promise<IncomingMessage>,
  prefix: string,
): Promise<IncomingMessage> {
  let isAnswered = false;
  const response = answered.finally(() => {
    isAnswered = true;
  });
  for (let place = 0; !isAnswered; place += 1) {
    sending.write(`${JSON.stringify(note(`${prefix}_${place}`))},`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return response;
}

test('spec data-exchange#page: others see a running import and its end, in any process', async () => {
  const colleague = await server.signIn('admin');
  const viewer = await server.signIn('viewer');
  await using other = await startAppServer({ url: server.databaseUrl });
  const since = await sinceOf(colleague);
  using page = openPage(other, colleague);
  using stranger = openPage(other, viewer);
  await eventually(() => expect([page.count(), stranger.count()]).not.toContain(undefined));
  for (const each of [page, stranger]) each.say({ type: 'watch', topic: '/data-manager', since });
  const received = (of: OpenPage) =>
    of.messages.filter(({ type }) => type === 'page_changed').length;
  const shown = async () => textOf((await colleague.get('/data-manager/state')).text);
  const { sending, answered } = openForm();
  const response = await writeUntilAnswered(sending, answered, 'seen');
  await eventually(async () => {
    sending.write(`${JSON.stringify(note(`seen_${received(page)}_${Date.now()}`))},`);
    expect(received(page)).toBeGreaterThan(1);
  });
  expect(await shown()).toMatch(/Running imports .* imports slow\.json [\d.]+ KB received/);
  const before = received(page);
  sending.end(`${JSON.stringify(note('seen_last'))}]}\r\n--edge--\r\n`);
  await once(response.resume(), 'end');
  await eventually(() => expect(received(page)).toBeGreaterThan(before));
  expect(await shown()).not.toContain('Running imports');
  expect(received(stranger)).toBe(0);
  expect((await viewer.get('/data-manager/state')).status).toBe(403);
  // One that ended with its process is not shown for long.
  await server.services.pool.query(
    `insert into running_imports (progress, updated_at)
     values ('{"bytes":0,"entities":0,"relations":0}', now() - interval '61 seconds')`,
  );
  expect(await shown()).not.toContain('Running imports');
});

test('without script the page is sent while the import runs, shows its progress, and ends with the result', async () => {
  const { sending, answered } = openForm();
  const response = await writeUntilAnswered(sending, answered, 'slow');
  expect(response.statusCode).toBe(200);
  let html = '';
  response.setEncoding('utf8').on('data', (text: string) => (html += text));
  await eventually(() => expect(html).toContain('<progress'));
  expect(html).not.toContain('</html>');
  expect(textOf(html)).toContain('slow.json');
  expect(html).toMatch(/<a[^>]+href="\/data-manager"[^>]*>Cancel import/);
  sending.end(`${JSON.stringify(note('slow_last'))}]}\r\n--edge--\r\n`);
  await once(response, 'end');
  expect(html.match(/<html/g)).toHaveLength(1);
  expect(html.trimEnd().endsWith('</html>')).toBe(true);
  expect(textOf(html)).toMatch(/slow\.json Imported [\d,]+ 0 0/);
  expect(await stored('slow%')).toBeGreaterThan(1);
});

test('without script, the cancel link leaves the page, and the import is rolled back', async () => {
  const { sending, answered } = openForm();
  const response = await writeUntilAnswered(sending, answered, 'left');
  response.on('error', () => undefined);
  response.destroy();
  sending.destroy();
  await eventually(async () => {
    const { rows } = await server.services.pool.query(
      "select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'",
    );
    expect(rows).toEqual([]);
  });
  expect(await stored('left%')).toBe(0);
});
