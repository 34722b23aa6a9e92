import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { dayAt, findCommittee, inBody } from '#app/authority/index.ts';
import { workflows } from '#app/declarations.ts';
import type { Actor, PermissionCode } from '#app/ontology/actor.ts';
import type { TransitionDeclaration } from '#app/ontology/declaration.ts';
import {
  movesFrom,
  readDefinition,
  type Scope,
  transition,
  type Workflow,
  workflowOf,
} from '#app/workflow/index.ts';
import { openStore } from './kernel-fixture.ts';

const store = await openStore('base');
const { db } = store;

const scopes = Object.keys(workflows) as Scope[];

async function idOf(query: ReturnType<typeof sql>): Promise<string> {
  const { rows } = await query.execute(db);
  return (rows[0] as { id: string }).id;
}

const insert = (type: string, name: string, properties: object = {}) =>
  idOf(sql`insert into entities (entity_type, name, label, properties)
    values (${type}, ${name}, ${name}, ${JSON.stringify(properties)}::jsonb) returning id`);
const relate = (type: string, source: string, target: string) =>
  idOf(sql`insert into relations (relation_type_id, source_id, target_id)
    select id, ${source}::bigint, ${target}::bigint from entities
    where entity_type = 'relation_type' and name = ${type} returning id`);

let count = 0;
const tor = await insert('tor', 'board');

/** A user with permissions, and a position with capabilities in the board unless there are none. */
async function user(
  permissions: readonly string[],
  position: readonly string[] | 'none',
): Promise<Actor> {
  count += 1;
  const name = `user_${count}`;
  const id = await insert('user', name);
  const role = await insert('role', `role_${count}`);
  await relate('has_role', id, role);
  await sql`insert into relations (relation_type_id, source_id, target_id)
    select t.id, ${role}::bigint, p.id from entities t, entities p
    where t.entity_type = 'relation_type' and t.name = 'has_permission'
      and p.entity_type = 'permission' and p.name = any(${[...permissions]}::text[])`.execute(db);
  if (position !== 'none') {
    const flags = Object.fromEntries(position.map((flag) => [flag, 'true']));
    const seat = await insert('tor_function', `seat_${count}`, flags);
    await relate('belongs_to_tor', seat, tor);
    await relate('fills_position', id, seat);
  }
  return {
    ...{ kind: 'user', id, name, label: name, origin: {} },
    permissions: new Set(permissions as PermissionCode[]),
  };
}

async function item(scope: Scope, status: string, properties: object = {}): Promise<string> {
  count += 1;
  const id = await insert(scope, `${scope}_${count}`, { status, ...properties });
  await relate(workflows[scope]?.committee ?? '', id, tor);
  return id;
}

const statusOf = async (id: string): Promise<string | undefined> => {
  const { rows } = await sql<{ status: string }>`
    select properties ->> 'status' as status from entities where id = ${id}`.execute(db);
  return rows[0]?.status;
};

/** A command of a scope that any member may try; the workflow decides. */
const open = (scope: Scope) =>
  transition('entity.updated', { scope, may: inBody('dashboard.view') });

test('spec workflow#definition: the seeded definitions are those that features declare', async () => {
  for (const scope of scopes) {
    const declared = workflows[scope];
    const { statuses, transitions } = await readDefinition(db, scope);
    expect(statuses.map(({ code }) => code)).toEqual(Object.keys(declared?.statuses ?? {}));
    expect(transitions.map(({ id: _, ...transition }) => transition).toSorted(byEnds)).toEqual(
      declared?.transitions
        .map(({ from, to, label, permission, capability, condition, reason }) => ({
          ...{ from, to, label, permission },
          ...{ capability: capability ?? null, condition: condition ?? null },
          needsOutcome: reason ?? false,
        }))
        .toSorted(byEnds),
    );
  }
});

const byEnds = (one: { from: string; to: string }, other: { from: string; to: string }): number =>
  `${one.from} ${one.to}`.localeCompare(`${other.from} ${other.to}`);

/** The rule of the specification, written a second time. */
function passes(
  { condition, permission, capability = '-' }: TransitionDeclaration,
  itemType: string,
  held: readonly string[],
  position: readonly string[] | 'none',
): boolean {
  if (condition !== undefined && condition !== `item_type=${itemType}`) return false;
  const isInside = position !== 'none' || held.includes('tor.edit');
  return (held.includes(permission) && isInside) || position.includes(capability);
}

type Various = [held: readonly string[], position: readonly string[] | 'none', actor: Actor];

/** Users with each permission, in the committee and outside, and with each capability. */
async function variousUsers(): Promise<readonly Various[]> {
  const capabilities = ['can_call_meetings', 'can_review_suggestions', 'can_approve_proposals'];
  const codes = [
    ...new Set(
      scopes.flatMap((scope) => workflows[scope]?.transitions.map((t) => t.permission) ?? []),
    ),
  ];
  const users: Various[] = [];
  for (const code of [undefined, ...codes])
    for (const position of [[], 'none'] as const) {
      const held = ['dashboard.view', ...(code === undefined ? [] : [code])];
      users.push([held, position, await user(held, position)]);
    }
  for (const capability of capabilities)
    users.push([['dashboard.view'], [capability], await user(['dashboard.view'], [capability])]);
  return users;
}

test('spec workflow#decision: of all pairs of statuses, users and properties only the declared ones pass', async () => {
  const users = await variousUsers();
  const day = dayAt(new Date());
  for (const scope of scopes) {
    const definition = await readDefinition(db, scope);
    const { statuses = {}, transitions = [] } = workflows[scope] ?? {};
    const types = scope === 'agenda_point' ? ['decision', 'informative'] : ['any'];
    for (const [held, position, actor] of users) {
      const committee = await findCommittee(db, actor.id ?? '', tor, day);
      const asker = { permissions: actor.permissions, standing: committee };
      for (const status of Object.keys(statuses))
        for (const item_type of types) {
          const rules = transitions.filter(
            (rule) => rule.from === status && passes(rule, item_type, held, position),
          );
          const moves = movesFrom(definition, { status, properties: { item_type } }, asker);
          const which = `${scope} ${status}, ${held.join()}, ${String(position)}, ${item_type}`;
          const passed = moves.filter(({ isAllowed }) => isAllowed).map(({ to }) => to);
          expect(passed.toSorted(), which).toEqual(rules.map(({ to }) => to).toSorted());
        }
    }
  }
});

test('spec workflow#transitions: the command makes what the workflow allows, and nothing else', async () => {
  for (const scope of scopes) {
    const { statuses = {}, transitions = [] } = workflows[scope] ?? {};
    const all = ['dashboard.view', 'tor.edit', ...transitions.map(({ permission }) => permission)];
    const actor = await user(all, []);
    const without = await user(['dashboard.view'], []);
    for (const from of Object.keys(statuses))
      for (const to of [...Object.keys(statuses), 'nowhere']) {
        const rule = transitions.find((one) => one.from === from && one.to === to);
        const item_type = rule?.condition?.split('=')[1] ?? 'any';
        const id = await item(scope, from, { item_type });
        const move = (by: Actor) => open(scope)(store, by, { tor, id, to, outcome: 'Because.' });
        const which = `${scope} ${from} → ${to}`;
        expect(await move(without), which).toMatchObject({ kind: 'refused', status: 403 });
        expect(await statusOf(id), which).toBe(from);
        expect((await move(actor)).ok, which).toBe(rule !== undefined);
        expect(await statusOf(id), which).toBe(rule === undefined ? from : to);
      }
  }
});

test('spec workflow#refusals: a missing reason is refused at its field; a later move removes it', async () => {
  const reviewer = await user(['dashboard.view', 'proposal.approve', 'proposal.submit'], []);
  const id = await item('proposal', 'under_review');
  const move = open('proposal');
  expect(await move(store, reviewer, { tor, id, to: 'rejected', outcome: '  ' })).toMatchObject({
    ...{ kind: 'refused', status: 422 },
    reasons: [{ field: 'rejection_reason', code: 'outcome_missing' }],
  });
  const rejected = await move(store, reviewer, { tor, id, to: 'rejected', outcome: ' Costs? ' });
  expect(rejected).toMatchObject({
    ok: true,
    value: { properties: { rejection_reason: 'Costs?' } },
  });
  const again = await move(store, reviewer, { tor, id, to: 'submitted' });
  expect(again.ok && Object.keys(again.value.properties)).not.toContain('rejection_reason');
});

test('spec workflow#transitions: an item of another committee is not found, and nothing changes', async () => {
  const reviewer = await user(['dashboard.view', 'suggestion.review', 'tor.edit'], []);
  const other = await insert('tor', 'other');
  const id = await item('suggestion', 'open');
  const move = { tor: other, id, to: 'accepted' };
  expect(await open('suggestion')(store, reviewer, move)).toMatchObject({ kind: 'not-found' });
  expect(
    await open('suggestion')(store, reviewer, { ...move, tor, id: '999999999' }),
  ).toMatchObject({ kind: 'not-found' });
  expect(await statusOf(id)).toBe('open');
});

test('spec workflow#transitions: of two requests at once one moves the item', async () => {
  const reviewer = await user(['dashboard.view', 'suggestion.review'], []);
  for (let round = 0; round < 20; round += 1) {
    const id = await item('suggestion', 'open');
    const move = () => open('suggestion')(store, reviewer, { tor, id, to: 'accepted' });
    const outcomes = await Promise.all([move(), move(), move()]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  }
});

test('spec workflow#transitions: an effect that fails undoes the move', async () => {
  const reviewer = await user(['dashboard.view', 'suggestion.review'], []);
  const id = await item('suggestion', 'open');
  const move = transition('suggestion.accepted', {
    ...{ scope: 'suggestion', to: 'accepted', may: inBody('suggestion.review') },
    effect: async () => {
      throw new Error('the effect failed');
    },
  });
  await expect(move(store, reviewer, { tor, id })).rejects.toThrow('the effect failed');
  expect(await statusOf(id)).toBe('open');
  expect((await workflow('suggestion', id)).moves).toEqual([]);
});

async function workflow(scope: Scope, id: string): Promise<Workflow> {
  const keys = { id: sql`${id}::bigint`, committee: sql`${tor}::bigint` };
  const { rows } = await sql<{
    workflow: Workflow;
  }>`select ${workflowOf(scope, keys, dayAt(new Date()))} as workflow`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('no workflow');
  return row.workflow;
}

test('spec workflow#history, workflow#moves: a page has the definition, the moves and who could make the next one', async () => {
  const author = await user(['dashboard.view', 'proposal.submit'], []);
  const id = await item('proposal', 'draft');
  expect((await workflow('proposal', id)).could['submitted']).toHaveLength(3);
  await open('proposal')(store, author, { tor, id, to: 'submitted' });
  const { moves, could, statuses } = await workflow('proposal', id);
  expect(moves).toEqual([
    {
      ...{ from: 'draft', to: 'submitted', at: expect.stringMatching(/^20.*Z$/), by: author.label },
      ...{ ground: 'proposal.submit', outcome: null, version: expect.any(Number) },
    },
  ]);
  expect(Object.keys(could)).toEqual(['under_review']);
  expect(statuses).toHaveLength(5);
});

test('spec workflow#history: a move under a changed definition names the new version; neither can be changed', async () => {
  const author = await user(['dashboard.view', 'proposal.submit'], []);
  const move = async (): Promise<number | undefined> => {
    const id = await item('proposal', 'draft');
    await open('proposal')(store, author, { tor, id, to: 'submitted' });
    return (await workflow('proposal', id)).moves[0]?.version;
  };
  const before = (await move()) ?? 0;
  expect(await move()).toBe(before);
  await sql`update entities set label = 'Hand in'
    where entity_type = 'workflow_transition' and name = 'proposal.draft_to_submitted'`.execute(db);
  expect(await move()).toBe(before + 1);
  for (const change of [
    sql`update workflow_moves set moved_by = 'x'`,
    sql`delete from workflow_moves`,
    sql`update workflow_versions set scope = 'x'`,
    sql`delete from workflow_versions`,
  ])
    await expect(change.execute(db)).rejects.toThrow('stays as it is');
});
