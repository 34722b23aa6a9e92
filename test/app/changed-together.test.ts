import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createDatabase } from '#test/support/postgres.ts';

const amount = 300;

/** Plans of all statements that a statement runs, those of its triggers as well, with what they did. */
async function plansOf(client: Client, statement: string): Promise<string> {
  const plans: string[] = [];
  const note = ({ message }: { message?: string | undefined }) => plans.push(message ?? '');
  client.on('notice', note);
  await client.query(`load 'auto_explain'; set auto_explain.log_min_duration = 0;
    set auto_explain.log_nested_statements = on; set auto_explain.log_analyze = on;
    set client_min_messages = log`);
  await client.query(statement);
  await client.query('reset auto_explain.log_min_duration; reset client_min_messages');
  client.off('notice', note);
  return plans.join('\n');
}

/** The most rows that one step of a plan read and left out. */
const mostLeftOut = (plans: string): number =>
  Math.max(
    0,
    ...[...plans.matchAll(/Rows Removed by \w+ Filter: (\d+)/g)].map(([, n]) => Number(n)),
  );

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
    expect(plans).toContain('graph_outbox');
    expect([change, mostLeftOut(plans) < 10 * amount], plans.slice(0, 5000)).toEqual([
      change,
      true,
    ]);
  }
});
