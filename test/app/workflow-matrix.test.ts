import { beforeAll, expect, test } from 'vitest';
import { workflows } from '#app/declarations.ts';
import type { AppClient } from '#test/support/app-client.ts';
import { administered } from './app-fixture.ts';
import { insert, join } from './calendar-fixture.ts';
import { freshName } from './people-fixture.ts';

// Every pair of statuses × permission, capability and position × condition, through the routes that
// people use. What passes is said by the declared transitions and the rule written here.

const { server } = await administered();
const { pool } = server.services;
const tor = await insert(server, 'tor', 'matrix', { status: 'active' });
const other = await insert(server, 'tor', 'elsewhere', { status: 'active' });

const scopes = ['suggestion', 'proposal', 'agenda_point', 'meeting'] as const;
type Scope = (typeof scopes)[number];
const declared = (scope: Scope) => workflows[scope]?.transitions ?? [];
const all = scopes.flatMap((scope) => declared(scope));
const permissions = [...new Set(all.map(({ permission }) => permission))];
const capabilities = [...new Set(all.flatMap(({ capability }) => capability ?? []))];

interface Person {
  readonly client: AppClient;
  readonly permission: string | undefined;
  readonly capability: string | undefined;
  /** The committee in which the user holds a position. */
  readonly home: string | undefined;
}

async function person(
  permission: string | undefined,
  capability: string | undefined,
  home: string | undefined,
): Promise<Person> {
  const role = freshName();
  const id = await insert(server, 'role', role);
  await pool.query(
    `insert into relations (relation_type_id, source_id, target_id)
     select t.id, $1, p.id from entities t, entities p where t.entity_type = 'relation_type' and t.name = 'has_permission'
       and p.entity_type = 'permission' and p.name = any($2)`,
    [id, ['dashboard.view', ...(permission === undefined ? [] : [permission])]],
  );
  const client = await server.signIn(role);
  if (home !== undefined) {
    const flags = capability === undefined ? {} : { [capability]: 'true' };
    const seat = await insert(server, 'tor_function', freshName(), flags);
    await join(server, 'belongs_to_tor', seat, home);
    await join(server, 'fills_position', client.userId, seat);
  }
  return { client, permission, capability, home };
}

const people: Person[] = [];
beforeAll(async () => {
  for (const home of [tor, other, undefined])
    for (const permission of [undefined, ...permissions])
      people.push(await person(permission, undefined, home));
  for (const home of [tor, other])
    for (const capability of capabilities) people.push(await person(undefined, capability, home));
});

interface Item {
  readonly id: string;
  readonly option: string;
}
let days = 0;

/** A new item of the committee in a status. */
async function item(scope: Scope, status: string, item_type: string): Promise<Item> {
  days += 1;
  const meeting_date = new Date(Date.UTC(2100, 0, days)).toISOString().slice(0, 10);
  const properties = {
    ...{ status, title: 'Matrix', description: 'Matrix' },
    ...(scope === 'agenda_point' ? { item_type } : {}),
    ...(scope === 'meeting' ? { meeting_date } : {}),
  };
  const id = await insert(server, scope, freshName(), properties);
  await join(server, workflows[scope]?.committee ?? '', id, tor);
  if (scope !== 'agenda_point') return { id, option: '' };
  const option = await insert(server, 'coa', freshName());
  await join(server, 'considers_coa', id, option);
  return { id, option };
}

const segments: Readonly<Record<string, string>> = {
  ...{ accepted: 'accept', submitted: 'submit', under_review: 'review', approved: 'approve' },
  rejected: 'reject',
};

/** How a person asks for a status. */
function request(scope: Scope, { id, option }: Item, to: string): [string, Record<string, string>] {
  const reason = 'Because.';
  if (scope === 'meeting') return [`/tor/${tor}/meetings/${id}/transition`, { new_status: to }];
  if (scope === 'agenda_point') {
    const at = `/tor/${tor}/workflow/agenda/${id}`;
    return to === 'voted'
      ? [`${at}/decide`, { selected_coa_id: option, decision_rationale: '' }]
      : [`${at}/transition`, { to_status: to, outcome_summary: reason }];
  }
  const at = `/tor/${tor}/${scope}s/${id}`;
  const segment = segments[to];
  if (segment === undefined) return [`${at}/move`, { to }];
  return [`${at}/${segment}`, to === 'rejected' ? { rejection_reason: reason } : {}];
}

/** The rule of the specification (workflow#decision), written a second time. */
function passes(
  { permission, capability, home }: Person,
  [scope, from, to]: readonly [Scope, string, string],
  itemType: string,
): boolean {
  const rule = declared(scope).find((one) => one.from === from && one.to === to);
  if (rule === undefined) return false;
  if (rule.condition !== undefined && rule.condition !== `item_type=${itemType}`) return false;
  const isInside = home === tor || permission === 'tor.edit';
  return (
    (rule.permission === permission && isInside) ||
    (home === tor && capability !== undefined && rule.capability === capability)
  );
}

const statusOf = async (id: string): Promise<string> =>
  (await pool.query(`select properties ->> 'status' as status from entities where id = $1`, [id]))
    .rows[0]?.status;

type Way = readonly [scope: Scope, itemType: string, from: string, to: string];

/** Every pair of statuses of a workflow, for each value that a condition asks for. */
function waysOf(scope: Scope): readonly Way[] {
  const statuses = Object.keys(workflows[scope]?.statuses ?? {});
  const types = scope === 'agenda_point' ? ['decision', 'informative'] : ['any'];
  return types.flatMap((type) =>
    statuses.flatMap((from) => statuses.map((to) => [scope, type, from, to] as const)),
  );
}

/** Lets everybody ask for a move. Returns how often it was made. */
async function tried([scope, type, from, to]: Way): Promise<number> {
  let made = 0;
  let current = await item(scope, from, type);
  for (const who of people) {
    const isMade = passes(who, [scope, from, to], type);
    const [address, fields] = request(scope, current, to);
    const { status } = await who.client.post(address, fields);
    const which = `${type} ${from} → ${to}: ${who.permission}, ${who.capability}, ${who.home}`;
    expect([which, status]).toEqual([which, isMade ? 303 : 403]);
    expect([which, await statusOf(current.id)]).toEqual([which, isMade ? to : from]);
    if (!isMade) continue;
    made += 1;
    current = await item(scope, from, type);
  }
  return made;
}

test.each(scopes)(
  'spec workflow#decision: of all moves of a %s that users ask for, the declared ones are made',
  async (scope) => {
    let made = 0;
    for (const way of waysOf(scope)) made += await tried(way);
    expect(made).toBeGreaterThanOrEqual(declared(scope).length);
  },
  600_000,
);
