import { expect } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import type { AppServer } from '#test/support/app-server.ts';
import type { Governance } from './governance-fixture.ts';

export interface StoredItem {
  readonly id: string;
  readonly label: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** What a test asks the database about items. */
export function itemsOf({ services: { pool } }: AppServer) {
  const query = async <Row>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<readonly Row[]> => (await pool.query<Row & object>(text, [...values])).rows;
  const stored = async (id: string): Promise<StoredItem | undefined> =>
    (await query<StoredItem>('select id, label, properties from entities where id = $1', [id]))[0];
  return {
    query,
    stored,
    statusOf: async (id: string): Promise<string | undefined> =>
      (await stored(id))?.properties['status'],
    /** Id of the newest entity of a type. */
    newest: async (type: string): Promise<string> =>
      (
        await query<{ id: string }>(
          'select id::text from entities where entity_type = $1 order by entities.id desc limit 1',
          [type],
        )
      )[0]?.id ?? '',
    /** Ids at the other end of a relation. */
    targetsOf: async (id: string, relation: string): Promise<readonly string[]> =>
      (
        await query<{ id: string }>(
          `select r.target_id::text as id from relations r
             join entities t on t.id = r.relation_type_id
           where r.source_id = $1 and t.name = $2 order by 1`,
          [id, relation],
        )
      ).map(({ id: target }) => target),
    /** Stores properties of an entity, such as a status that it reached before the test. */
    set: (id: string, properties: Readonly<Record<string, string>>) =>
      query('update entities set properties = properties || $2::jsonb where id = $1', [
        id,
        JSON.stringify(properties),
      ]),
  };
}

export const proposalFields = (title = 'Two-stage approval') => ({
  title,
  description: 'Two people approve each change, one after the other.',
  rationale: 'Faster',
});

/** A proposal to a committee, by its form. Returns its address. */
export async function proposed(
  { boardA, member }: Pick<Governance, 'boardA' | 'member'>,
  fields: Readonly<Record<string, string>> = {},
): Promise<string> {
  const sent = { ...proposalFields(), ...fields };
  const { status, location } = await member.post(`/tor/${boardA}/proposals`, sent);
  expect(status).toBe(303);
  return location ?? '';
}

/** Id of the item at the end of an address. */
export const idIn = (address: string): string => address.split('/').at(-1) ?? '';

/** Tries requests that must be refused. */
export async function expectRefusals(
  refusals: readonly (readonly [
    name: string,
    who: AppClient,
    path: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    status: number,
  ])[],
): Promise<void> {
  for (const [name, who, path, fields, status] of refusals)
    expect.soft([name, (await who.post(path, fields)).status]).toEqual([name, status]);
}
