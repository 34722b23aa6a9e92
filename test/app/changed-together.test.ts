import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createDatabase } from '#test/support/postgres.ts';

const amount = 300;

/** Plans of all statements that a statement runs, those of its triggers as well, with what they did. */
async function plansOf(client: Client, statement: string): Promise<readonly string[]> {
  const plans: string[] = [];
  const note = ({ message }: { message?: string | undefined }) => plans.push(message ?? '');
  client.on('notice', note);
  await client.query(`load 'auto_explain'; set auto_explain.log_min_duration = 0;
    set auto_explain.log_nested_statements = on; set auto_explain.log_analyze = on;
    set client_min_messages = log`);
  await client.query(statement);
  await client.query('reset auto_explain.log_min_duration; reset client_min_messages');
  client.off('notice', note);
  return plans;
}

/** The most rows that one step of a plan read and left out, in all its loops. */
function mostLeftOut(plan: string): number {
  let [loops, most] = [1, 0];
  for (const line of plan.split('\n')) {
    loops = Number(/loops=(\d+)\)/.exec(line)?.[1] ?? loops);
    const each = /Rows Removed by (?:\w+ )?Filter: (\d+)/.exec(line)?.[1] ?? 0;
    most = Math.max(most, loops * Number(each));
  }
  return most;
}

const many = "entity_type = 'user' and name like 'many%'";

test('what changes in one statement is compared with itself, not with all that changes', async () => {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createDatabase({ from: 'demo' }));
  const client = stack.adopt(new Client({ connectionString: database.url }), (open) => open.end());
  await client.connect();
  const changes = (which: string) =>
    [
      `insert into relations (relation_type_id, source_id, target_id)
       select t.id, u.id, r.id from entities t, entities r, (select * from entities where ${which}) u
       where t.entity_type = 'relation_type' and t.name = 'has_role' and r.entity_type = 'role' and r.name = 'viewer'`,
      `update relations set properties = '{"note": "changed"}' where source_id in (select id from entities where ${which})`,
      `update entities set label = 'Changed' where ${which}`,
      `delete from entities where ${which}`,
    ] as const;
  // Plans of functions are kept, and were made when little changed.
  await client.query(
    "insert into entities (entity_type, name, label) values ('user', 'first', '')",
  );
  for (const change of changes("entity_type = 'user' and name = 'first'"))
    await client.query(change);
  await client.query(`insert into entities (entity_type, name, label)
    select 'user', 'many_' || n, 'Many' from generate_series(1, ${amount}) n`);
  expect((await client.query('select from approved_minutes limit 1')).rowCount).toBe(1);
  for (const change of changes(many)) {
    const plans = await plansOf(client, change);
    expect(plans.join()).toContain('graph_outbox');
    expect(plans.filter((plan) => mostLeftOut(plan) > 10 * amount)).toEqual([]);
  }
});

test.each([
  ['agenda_point', 'belongs_to_tor', 'tor'],
  ['meeting', 'belongs_to_tor', 'tor'],
  ['agenda_point', 'scheduled_for_meeting', 'meeting'],
  ['nav_item', 'requires_permission', 'permission'],
])(
  '%s %s %s: a plan that was made for a small table does not read all of a large one',
  async (source, relation, target) => {
    await using stack = new AsyncDisposableStack();
    const database = stack.use(await createDatabase({ from: 'base' }));
    // As the app's connections do it: one plan for all values.
    const options = '-c plan_cache_mode=force_generic_plan';
    const opened = new Client({ connectionString: database.url, options });
    const client = stack.adopt(opened, (open) => open.end());
    await client.connect();
    for (const table of ['entities', 'relations', 'search_documents'])
      await client.query(`alter table ${table} set (autovacuum_enabled = off)`);
    await client.query('analyze');
    const added = (type: string, n: number) =>
      `insert into entities (entity_type, name, label, properties)
     select '${type}', 'of_${n}_' || i, 'Added', '{"status": "confirmed"}' from generate_series(1, ${n}) i`;
    const changes = (n: number) =>
      [
        `insert into relations (relation_type_id, source_id, target_id)
       select t.id, s.id, g.id from entities t, entities s join entities g using (name)
       where t.entity_type = 'relation_type' and t.name = '${relation}'
       and s.entity_type = '${source}' and g.entity_type = '${target}' and s.name like 'of_${n}_%'`,
        `update entities set label = 'Changed' where entity_type = '${source}' and name like 'of_${n}_%'`,
        `delete from relations where source_id in (select id from entities where entity_type = '${source}' and name like 'of_${n}_%')`,
      ] as const;
    const before = (n: number) => [added('decision', n), added(target, n), added(source, n)];
    for (const statement of [...before(1), ...changes(1), ...before(amount)])
      await client.query(statement);
    for (const change of changes(amount)) {
      const plans = await plansOf(client, change);
      const ofTriggers = plans.filter((plan) => !plan.includes(change));
      expect(ofTriggers).not.toEqual([]);
      expect(ofTriggers.filter((plan) => mostLeftOut(plan) > 10 * amount)).toEqual([]);
    }
  },
);
