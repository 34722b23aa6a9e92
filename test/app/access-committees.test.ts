import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Capability, isMetBy, type Requirement, type Standing } from '#app/authority/index.ts';
import type { PermissionCode } from '#app/ontology/actor.ts';
import { currentPermissions } from '#app/ontology/permissions.ts';
import { type AppClient, type Reply, textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { ask, isUnsafe, type Walk, walk } from '#test/support/route-walk.ts';
import { type Governance, governance } from './governance-fixture.ts';

// Every route about a committee × people × own and other committee × state of office and committee.
// The standings are written down here, so that the test asks no part of the app for the answer.

let server: AppServer;
let own: Governance;
beforeAll(async () => {
  server = await startAppServer({ from: 'demo' });
  own = await governance(server);
});
afterAll(() => server[Symbol.asyncDispose]());

const none: Standing = { isMember: false, capabilities: new Set() };
const member: Standing = { isMember: true, capabilities: new Set() };
const chair: Standing = {
  isMember: true,
  capabilities: new Set<Capability>([
    'can_call_meetings',
    'can_manage_agenda',
    'can_record_decisions',
  ]),
};

type Person = 'gov' | 'chair' | 'member' | 'reviewer' | 'outsider' | 'viewer';
const people: readonly (readonly [Person, inA: Standing, inB: Standing])[] = [
  ['gov', none, none],
  ['chair', chair, none],
  ['member', member, none],
  ['reviewer', member, none],
  ['outsider', none, member],
  ['viewer', none, none],
];

/** Stands for every id in a path but the committee's; nothing has it. */
const nothing = '9007199254740991';

interface CommitteeRoute extends Walk {
  readonly policy: Requirement & { readonly param: string };
}

/** Every route about a committee, with the committee in its address. */
const routesOf = (committee: string): readonly CommitteeRoute[] =>
  walk(server, nothing).flatMap((line) => {
    const { policy, path } = line;
    if (!('param' in policy) || line.isMount) return [];
    const address = path
      .replace(new RegExp(`:${policy.param}(?=/|$)`), committee)
      .replaceAll(/:\w+\(text\)/g, 'text')
      .replaceAll(/:\w+/g, nothing);
    return [{ ...line, policy, address }];
  });

/** Refused by the gate; what comes later has other messages. */
const isForbidden = ({ status, text }: Reply): boolean =>
  status === 403 &&
  /This page needs the permission|You need the permission|You need a suitable position/.test(text);

/** The routes that admit a user, or refuse them, against the permissions that they hold. */
async function mistaken(
  browser: AppClient,
  committee: string,
  standing: Standing,
): Promise<readonly string[]> {
  const codes = new Set(
    (await currentPermissions(server.services.db, { id: browser.userId })).values(),
  ) as ReadonlySet<PermissionCode>;
  const wrong: string[] = [];
  for (const line of routesOf(committee)) {
    // A wrong token ends what the gate lets through before anything changes.
    const reply = await ask(browser, line, isUnsafe(line) ? { csrf: 'wrong' } : {});
    const isLetIn = !isForbidden(reply);
    if (reply.status >= 500 || isLetIn !== isMetBy(line.policy, codes, standing))
      wrong.push(
        `${line.method} ${line.path}: ${reply.status} ${textOf(reply.text).slice(0, 200)}`,
      );
  }
  return wrong;
}

/** Every route below a committee, whatever its policy. */
const below = () =>
  walk(server, nothing).filter(
    ({ path, isMount }) => !isMount && /^(\/api\/v1\/tors|\/api\/tor|\/tor)\/:/.test(path),
  );

test('spec requests#access: every route below a committee asks about that committee', () => {
  expect(below().length).toBeGreaterThan(100);
  const others = below().filter(({ policy }) => {
    const isForAll = policy.kind === 'may' && policy.anyOf.every((code) => code.startsWith('tor.'));
    return !('param' in policy || isForAll);
  });
  // Minutes and action items have rules of their own (spec minutes#access, action-items#mine).
  expect(others.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/v1/tors/:id/meetings/:item/minutes',
    'GET /api/v1/tors/:id/action-items/:item',
    'GET /api/v1/tors/:id/action-items/:item/moves',
    'POST /api/v1/tors/:id/action-items/:item/moves',
  ]);
});

describe('spec permissions#capabilities: every route of a committee lets in', () => {
  test.each(people)('%s, in committees of theirs and in others', async (person, inA, inB) => {
    expect(await mistaken(own[person], own.boardA, inA)).toEqual([]);
    // The others are no different there.
    if (person === 'chair' || person === 'outsider')
      expect(await mistaken(own[person], own.boardB, inB)).toEqual([]);
  });

  test.each([
    ['chair', 'has ended', { until: '2001-01-01' }],
    ['reviewer', 'is still to begin', { since: '2999-01-01' }],
  ] as const)('no %s whose term %s', async (person, _, term) => {
    await setTerms(term);
    expect(await mistaken(own[person], own.boardA, none)).toEqual([]);
    await setTerms({});
  });

  test('the same people once it is archived', async () => {
    await setStatus('archived');
    expect(await mistaken(own.chair, own.boardA, chair)).toEqual([]);
    await setStatus('active');
  });
});

const setTerms = (term: object) =>
  server.services.pool.query(
    `update relations r set properties = $1 from entities t
     where t.id = r.relation_type_id and t.name = 'fills_position' and r.source_id = any($2)`,
    [JSON.stringify(term), [own.chair.userId, own.reviewer.userId]],
  );

const setStatus = (status: string) =>
  server.services.pool.query(
    `update entities set properties = properties || jsonb_build_object('status', $2::text) where id = $1`,
    [own.boardA, status],
  );

/** The type that a variable part of a path names, by the part before it. */
const typesInPaths: Readonly<Record<string, string>> = {
  functions: 'tor_function',
  positions: 'tor_function',
  protocol: 'protocol_step',
  templates: 'presentation_template',
  slides: 'template_slide',
  dependencies: 'relation',
  suggestions: 'suggestion',
  proposals: 'proposal',
  queue: 'proposal',
  amendments: 'amendment',
  comments: 'comment',
  meetings: 'meeting',
  agenda: 'agenda_point',
  'agenda-points': 'agenda_point',
  items: 'agenda_point',
  entries: 'meeting_entry',
  coa: 'coa',
  options: 'coa',
  sections: 'coa_section',
  opinions: 'opinion',
  'action-items': 'action_item',
};

/** An entity of each type that belongs to the Change Advisory Board, and one of its dependencies. */
async function belongings(): Promise<ReadonlyMap<string, string>> {
  const { rows } = await server.services.pool.query<{ type: string; id: string }>(
    `with recursive below(id) as (
       select id from entities where entity_type = 'tor' and name = 'change_advisory_board'
       union
       select e.id from below b
         join relations r on b.id in (r.source_id, r.target_id)
         join entities e on e.id = case when r.source_id = b.id then r.target_id else r.source_id end
       where e.entity_type not in ('tor', 'user', 'relation_type', 'role', 'warning'))
     (select distinct on (e.entity_type) e.entity_type as type, e.id
      from below b join entities e on e.id = b.id order by e.entity_type, e.id)
     union all
     (select 'relation', r.id from relations r join entities t on t.id = r.relation_type_id
      where t.name = 'feeds_into' order by r.id limit 1)`,
  );
  return new Map(rows.map(({ type, id }) => [type, id]));
}

test('spec requests#input: what belongs to another committee is 404 in every path, and nothing changes', async () => {
  const foreign = await belongings();
  const admin = await server.signIn('admin');
  const changes = async () =>
    (
      await server.services.pool.query<{ action: string }>(
        `select action from audit_log where outcome = 'success'
           and action not like 'auth.%' and action not like 'audit.%' order by seq`,
      )
    ).rows;
  const before = await changes();
  const found: string[] = [];
  for (const line of below()) {
    const parts = line.path.split('/');
    const body = parts.findIndex((part) => part.startsWith(':'));
    const address = line.address
      .split('/')
      .map((part, place) => {
        if (part !== nothing) return part;
        if (place === body) return own.boardA;
        return foreign.get(typesInPaths[parts[place - 1] ?? ''] ?? '') ?? part;
      })
      .join('/');
    if (parts.filter((part) => part.startsWith(':')).length < 2) continue;
    const { status } = address.startsWith('/api/v1/')
      ? await asProgram(admin, line.method, address)
      : await ask(admin, { ...line, address });
    // A form without its fields may be refused before what it names is looked for.
    const isRefused = isUnsafe(line) ? [303, 400, 404, 409, 422].includes(status) : status === 404;
    if (!isRefused) found.push(`${line.method} ${line.path}: ${status}`);
  }
  // Without a user there is no term to ask about, whatever the position.
  expect(found).toEqual(['GET /tor/:id/functions/:fid/vacate: 303']);
  expect((await changes()).slice(before.length)).toEqual([]);
});

const asProgram = (browser: AppClient, method: string, address: string): Promise<Reply> =>
  method === 'GET'
    ? browser.get(address, { headers: { Accept: 'application/json' } })
    : browser.json(address, {}, { method });
