import { beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { type AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';

let app: AppServer;
let admin: AppClient;
let ids: ReadonlyMap<string, string>;

const root = '/governance/questions';

beforeAll(async () => {
  app = await startAppServer({ from: 'demo' });
  admin = await app.signIn('admin');
  const { rows } = await app.services.pool.query<{ name: string; id: string }>(
    `select name, id::text from entities where entity_type in ('tor', 'tor_function', 'user')`,
  );
  ids = new Map(rows.map(({ name, id }) => [name, id]));
});

const idOf = (name: string): string => ids.get(name) ?? '0';

/** The words of a page, what it cost, and which store answered. */
async function opened(address: string, client: AppClient = admin) {
  const before = { ...app.queries };
  const { status, text, headers } = await client.get(address);
  const main = /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? '';
  return {
    ...{ status, main, words: textOf(main), source: headers.get('ahlt-source') },
    statements: app.queries.statements - before.statements,
  };
}

/** The JSON export of an answer. */
async function exported(address: string): Promise<Record<string, Record<string, unknown>[]>> {
  const { text } = await admin.get(address);
  return (JSON.parse(text) as { tables: Record<string, Record<string, unknown>[]> }).tables;
}

describe('spec questions#vacancy: what breaks if a position or committee is vacant', () => {
  const path = `${root}/vacancy`;

  test('without a choice, the mandatory positions that are vacant today', async () => {
    const { words, main, source } = await opened(path);
    expect(words).toContain('Technical Lead');
    expect(main).toContain(`${path}?position=${idOf('cab_technical_lead')}`);
    expect(source).toBe('database');
  });

  test('a committee: capabilities, people, items, meetings, downstream, within three statements', async () => {
    const { words, main, statements, source } = await opened(
      `${path}?committee=${idOf('change_advisory_board')}`,
    );
    for (const shown of [
      ...['Change Manager', 'Henry Officer', 'Call meetings', 'IT Governance Board'],
      ...['Committees downstream', 'Meetings without a chair or secretary', 'Nobody'],
    ])
      expect(words).toContain(shown);
    expect(main).toContain('data-node=');
    expect([statements <= 3, source]).toEqual([true, 'database']);
  });

  test('a position: what others keep is not lost', async () => {
    const { capabilities } = await exported(
      `${path}/export.json?position=${idOf('cab_secretary')}`,
    );
    expect(capabilities).toContainEqual({
      capability: 'can_manage_agenda',
      others: ['Henry Officer'],
    });
  });
});
