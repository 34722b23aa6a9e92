import { Client } from 'pg';
import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { administered } from './app-fixture.ts';
import { idOf } from './people-fixture.ts';

// The pages of a committee that has existed for long: 400 positions and 2,000 meetings.

const { server, admin } = await administered({ from: 'demo' });
const tor = await idOf(server, 'tor', 'budget_committee');
await fill();

async function fill(): Promise<void> {
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  await client.query(
    `with made as (
       insert into entities (entity_type, name, label, sort_order, properties)
       select 'tor_function', 'seat_' || n, 'Seat ' || n, n, '{}'::jsonb from generate_series(1, 400) n
       union all
       select 'meeting', 'held_' || n, 'Meeting ' || n, n, jsonb_build_object('status', 'completed',
         'meeting_date', to_char(date '2026-11-01' - n, 'YYYY-MM-DD')) from generate_series(1, 1900) n
       union all
       select 'meeting', 'planned_' || n, 'Meeting ' || n, n, jsonb_build_object('status', 'confirmed',
         'meeting_date', to_char(current_date + n, 'YYYY-MM-DD')) from generate_series(1, 100) n
       returning id)
     insert into relations (relation_type_id, source_id, target_id)
     select t.id, made.id, $1::bigint from made, entities t
     where t.entity_type = 'relation_type' and t.name = 'belongs_to_tor'`,
    [tor],
  );
  await client.query('analyze');
  await client.end();
}

const { text: overview } = await admin.get(`/tor/${tor}`);
const tabs = [
  '',
  ...(overview.match(new RegExp(`(?<=href="/tor/${tor})/[a-z-]+(?=")`, 'g')) ?? []),
];

test('the committee has all tabs', () => {
  for (const tab of ['positions', 'workflow', 'meetings', 'documents', 'templates', 'history'])
    expect(tabs).toContain(`/${tab}`);
});

test.each([...new Set(tabs)])(
  'spec committees#pages: the page %s of a large committee takes at most 3 statements and 140 KB',
  async (tab) => {
    const address = `/tor/${tor}${tab}`;
    // The first reader of a session or of the log adds an entry.
    await admin.get(address);
    const { statements } = server.queries;
    const { status, text } = await admin.get(address);
    expect(status).toBe(200);
    expect(server.queries.statements - statements).toBeLessThanOrEqual(3);
    expect(text.length).toBeLessThanOrEqual(140_000);
  },
);

test('spec meetings#list: the last page of 2,000 meetings has the oldest one', async () => {
  const first = textOf((await admin.get(`/tor/${tor}/meetings`)).text);
  const pages = /Page 1 of (\d+)/.exec(first)?.[1];
  expect(first).not.toContain('19 Aug 2021');
  const last = textOf((await admin.get(`/tor/${tor}/meetings?page=${pages}`)).text);
  expect(last).toContain('19 Aug 2021');
});
