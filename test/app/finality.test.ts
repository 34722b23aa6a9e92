import { beforeAll, expect, test } from 'vitest';
import { importData } from '#app/data-manager/import/commands.ts';
import { textOf } from '#test/support/app-client.ts';
import { type ApiRequest, programOf } from './api-fixture.ts';
import { administered } from './app-fixture.ts';
import { bytes, cli } from './data-transfer-fixture.ts';

const { server, admin } = await administered({ from: 'demo' });
const { pool } = server.services;
const program = await programOf(server, 'admin');

interface Final {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

const decided = /decision is final|decision stays/;
const voted = /ballot/i;
const approved = /[Aa]pproved minutes/;
const adopted = /Adopted Terms of Reference are final/;

/** Final items of the demo, and the words that say so. */
const things: Readonly<Record<string, { readonly find: string; readonly words: RegExp }>> = {
  decision: {
    find: `select d.id from entities d where d.entity_type = 'decision' order by d.id limit 1`,
    words: decided,
  },
  minutes: { find: 'select minutes_id as id from approved_minutes limit 1', words: approved },
  'section of minutes': {
    find: `select s.id from approved_minutes a join relations r on r.target_id = a.minutes_id
      join entities s on s.id = r.source_id and s.entity_type = 'minutes_section' limit 1`,
    words: approved,
  },
};
/** What final things belong to: it may change, but cannot be deleted. */
const owners: typeof things = {
  'agenda point with a ballot': {
    find: 'select agenda_point_id as id from ballots limit 1',
    words: new RegExp(`${decided.source}|${voted.source}`),
  },
  'meeting with minutes': {
    find: `select r.target_id as id from relations r join relations b on b.source_id = r.source_id
      join entities m on m.id = r.target_id and m.entity_type = 'meeting' join entities d on d.id = r.source_id and d.entity_type = 'decision' limit 1`,
    words: /is final/,
  },
  'committee with an adopted version': {
    find: 'select tor_id as id from tor_versions limit 1',
    words: adopted,
  },
};

/** Everything final, as one text. */
const everything = `select md5(string_agg(t::text, '|' order by t::text)) as digest from (
  select to_jsonb(e) from entities e where e.entity_type in ('decision', 'minutes', 'minutes_section')
  union all select to_jsonb(r) from relations r join entities e on e.id = r.source_id and e.entity_type in ('decision', 'minutes_section')
  union all select to_jsonb(b) from ballots b union all select to_jsonb(v) from ballot_votes v
  union all select to_jsonb(m) from approved_minutes m union all select to_jsonb(s) from minutes_signatures s
  union all select to_jsonb(w) from workflow_versions w union all select to_jsonb(m) from workflow_moves m
  union all select to_jsonb(q) from meeting_motions q where q.closed_at is not null
  union all select to_jsonb(t) from tor_versions t) t(t)`;
const digest = async (): Promise<unknown> => (await pool.query(everything)).rows;

/** Values of the fields of a page's last form. */
const hiddenIn = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input[^>]*>/g)].flatMap(([input]) => {
      const name = /name="([^"]+)"/.exec(input)?.[1];
      return name === undefined || name === 'csrf_token'
        ? []
        : [[name, /value="([^"]*)"/.exec(input)?.[1] ?? '']];
    }),
  );

async function sent(id: string, request: ApiRequest): Promise<string> {
  const path = `/api/v1/entities/${id}`;
  const tag = (await program.send(path)).headers.get('etag') ?? '*';
  return (await program.send(path, { ...request, headers: { 'if-match': tag } })).text;
}

const ways: Readonly<Record<string, (thing: Final) => Promise<string>>> = {
  import: async ({ type, name }) => {
    const entity = { entity_type: type, name, label: 'Forged', properties: {} };
    const file = JSON.stringify({ entities: [entity], relations: [] });
    const result = await importData(server.services, cli, bytes(file), {
      ...{ format: 'detect', mode: 'upsert' },
    });
    return result.errors.map(({ reason }) => reason).join(' ');
  },
  'form of the entity': async ({ id }) => {
    const fields = hiddenIn((await admin.get(`/ontology/data/${id}/edit`)).text);
    return textOf((await admin.post(`/ontology/data/${id}`, { ...fields, label: 'Forged' })).text);
  },
  'deletion of the entity': async ({ id }) => {
    const fields = hiddenIn((await admin.get(`/ontology/data/${id}/delete`)).text);
    return textOf((await admin.post(`/ontology/data/${id}/delete`, fields)).text);
  },
  'PATCH of the API': ({ id }) => sent(id, { method: 'PATCH', body: { label: 'Forged' } }),
  'DELETE of the API': ({ id }) => sent(id, { method: 'DELETE' }),
};

beforeAll(async () => {
  const { rows } = await pool.query<{ id: string }>(
    "select id from entities where entity_type = 'tor' and name = 'budget_committee'",
  );
  const reply = await admin.post(`/tor/${rows[0]?.id}/versions`, {
    ...{ adopted_on: '2026-11-02', decision: 'Decision 7' },
  });
  expect(reply.status).toBe(303);
});

const cases = [
  ...Object.keys(things).flatMap((thing) => Object.keys(ways).map((way) => [thing, way] as const)),
  ...Object.keys(owners).flatMap((thing) =>
    Object.keys(ways)
      .filter((way) => /delet/i.test(way))
      .map((way) => [thing, way] as const),
  ),
];

test.each(cases)('spec decisions#final: a %s stays, by %s', async (thing, way) => {
  const { find = '', words = /^$/ } = things[thing] ?? owners[thing] ?? {};
  const { rows } = await pool.query<Final>(
    `select e.id::text as id, e.entity_type as type, e.name from entities e where e.id = (${find})`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error(`The demo has no ${thing}.`);
  const before = await digest();
  expect(await ways[way]?.(found)).toMatch(words);
  expect(await digest()).toEqual(before);
});
