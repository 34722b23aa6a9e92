import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { app } from './app-fixture.ts';

const documentOf = (...names: string[]): string =>
  JSON.stringify({
    entities: names.map((name) => ({ entity_type: 'note', name, label: `Note ${name}` })),
  });

test('spec ontology-explorer#entity: the history of imported entities names the file and the user', async () => {
  const server = await app();
  const admin = await server.signIn('admin');
  const page = async (name: string): Promise<string> => {
    const { rows } = await server.services.pool.query<{ id: string }>(
      "select id from entities where entity_type = 'note' and name = $1",
      [name],
    );
    return textOf((await admin.get(`/ontology/data/${rows[0]?.id}`)).text);
  };
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'X-CSRF-Token': admin.csrf,
  };
  expect(
    (
      await admin.send('/api/data/import?file=first.json', 'POST', documentOf('traced', 'left'), {
        headers,
      })
    ).status,
  ).toBe(200);
  const form = new FormData();
  form.append('csrf_token', admin.csrf);
  form.append('mode', 'upsert');
  form.append('files', new File([documentOf('traced')], 'second.json'));
  expect((await admin.send('/api/data/import', 'POST', form, {})).status).toBe(200);

  await page('left');
  const before = server.queries.statements;
  const traced = await page('traced');
  expect(server.queries.statements - before).toBeLessThanOrEqual(3);
  expect(traced).toMatch(
    /Test admin \d+: Replaced by the import of second\.json.*Test admin \d+: Created by the import of first\.json/,
  );
  const left = await page('left');
  expect(left).toContain('Created by the import of first.json');
  expect(left).not.toContain('second.json');
  expect(textOf((await admin.get('/data-manager')).text)).toMatch(
    /second\.json · 1 updated.*first\.json · 2 created/,
  );
});
