import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import type { AppServer } from '#test/support/app-server.ts';
import { app, auditRows } from './app-fixture.ts';

async function entity({ services: { pool } }: AppServer, type: string, name: string) {
  const { rows } = await pool.query<{
    id: string;
    version: string;
    label: string;
    sort_order: number;
  }>('select id, version, label, sort_order from entities where entity_type = $1 and name = $2', [
    type,
    name,
  ]);
  return rows[0] ?? { id: '', version: '', label: '', sort_order: 0 };
}

const propertiesOf = async ({ services: { pool } }: AppServer, id: string) =>
  Object.fromEntries(
    (
      await pool.query<{ key: string; value: string }>(
        'select key, value from entity_properties where entity_id = $1',
        [id],
      )
    ).rows.map(({ key, value }) => [key, value]),
  );

/** The fields of a form as submitted by a browser. */
function fieldsOf(html: string): Record<string, string> {
  const form = html.slice(html.indexOf('<form class="form"'));
  const unescaped = (text: string) =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  const fields: Record<string, string> = {};
  for (const [tag, name = ''] of form.matchAll(/<input[^>]*\sname="([^"]+)"[^>]*>/g)) {
    if (tag.includes('type="checkbox"') && !/\schecked/.test(tag)) continue;
    fields[name] = unescaped(/\svalue="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  for (const [, name = '', value = ''] of form.matchAll(
    /<textarea[^>]*\sname="([^"]+)"[^>]*>([^<]*)<\/textarea>/g,
  ))
    fields[name] = unescaped(value);
  for (const [, name = '', options = ''] of form.matchAll(
    /<select[^>]*\sname="([^"]+)"[^>]*>(.*?)<\/select>/gs,
  ))
    fields[name] = unescaped(/<option value="([^"]*)" selected/.exec(options)?.[1] ?? '');
  // The client adds the token itself.
  delete fields['csrf_token'];
  return fields;
}

test('a form that is opened and saved changes nothing', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const { id } = await entity(server, 'tor', 'budget_committee');
  const before = await propertiesOf(server, id);
  const fields = fieldsOf((await browser.get(`/ontology/data/${id}/edit`)).text);
  expect(fields['properties.cadence_time']).toBe(before['cadence_time']);
  expect((await browser.post(`/ontology/data/${id}`, fields)).status).toBe(303);
  expect(await propertiesOf(server, id)).toEqual(before);
  expect(await auditRows(server, 'entity.updated')).toEqual([]);
});

test('label and properties are changed; the audit log has both and the page shows them', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const { id } = await entity(server, 'tor', 'budget_committee');
  const fields = fieldsOf((await browser.get(`/ontology/data/${id}/edit`)).text);
  const changed = {
    ...fields,
    label: 'Finance board',
    'properties.objectives': 'First\nSecond',
    'properties.cadence_time': '',
  };
  expect((await browser.post(`/ontology/data/${id}`, changed)).location).toContain(
    `/ontology/data/${id}`,
  );
  expect(await propertiesOf(server, id)).toMatchObject({ objectives: '["First","Second"]' });
  expect(await propertiesOf(server, id)).not.toHaveProperty('cadence_time');
  expect(await auditRows(server, 'entity.updated')).toMatchObject([
    { before: { label: 'Budget Committee' }, after: { label: 'Finance board' } },
  ]);
  const page = textOf((await browser.get(`/ontology/data/${id}`)).text);
  expect(page).toContain('Finance board');
  expect(page).toContain('Before After');
});

test('values unknown to the schema are refused at their field, with the submitted values', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const { id } = await entity(server, 'tor', 'budget_committee');
  const fields = fieldsOf((await browser.get(`/ontology/data/${id}/edit`)).text);
  const { status, text } = await browser.post(`/ontology/data/${id}`, {
    ...fields,
    label: 'Typed',
    'properties.cadence_duration_minutes': '9999',
  });
  expect(status).toBe(422);
  expect(text).toContain('id="f-properties-cadence_duration_minutes-error"');
  expect(text).toContain('value="Typed"');
});

test('the user who saved changes first is named, and submitted values are kept', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const { id } = await entity(server, 'tor', 'budget_committee');
  const fields = fieldsOf((await browser.get(`/ontology/data/${id}/edit`)).text);
  await browser.post(`/ontology/data/${id}`, {
    ...fields,
    label: 'First',
    'properties.organization': 'Finance',
  });
  const late = await browser.post(`/ontology/data/${id}`, {
    ...fields,
    label: 'Second',
    'properties.objectives': 'One\r\nTwo',
  });
  expect(late.status).toBe(409);
  expect(late.text).toContain('value="Second"');
  expect(textOf(late.text)).toContain('First was changed while you were editing');
  // The stored and the submitted values: only the differences.
  const rows = [...late.text.matchAll(/<tr><th scope="row">(.*?)<\/tr>/gs)].map(([row]) =>
    textOf(row),
  );
  expect(rows.toSorted()).toEqual([
    'Label First Second',
    expect.stringMatching(/^Objectives .*One Two$/),
    expect.stringMatching(/^Organization Finance /),
  ]);
  const again = fieldsOf(late.text);
  expect((await browser.post(`/ontology/data/${id}`, again)).status).toBe(303);
  expect((await entity(server, 'tor', 'budget_committee')).label).toBe('Second');
});

test('spec ontology#relation-ends: a relation is added and ended; candidates are of the declared types only', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const { id } = await entity(server, 'tor', 'budget_committee');
  const answer = await browser.get(
    `/ontology/data/${id}/candidates?relation=feeds_into&direction=in&q=board`,
    {
      headers: { Accept: 'application/json' },
    },
  );
  const candidates = answer.json() as { value: string; label: string }[];
  expect(candidates.length).toBeGreaterThan(0);
  expect(candidates.every(({ label }) => label.includes('(Tor, '))).toBe(true);
  const other = candidates[0]?.value ?? '';
  const sent = { relation: 'feeds_into', direction: 'in', other };
  expect((await browser.post(`/ontology/data/${id}/relations`, sent)).status).toBe(303);
  expect((await browser.post(`/ontology/data/${id}/relations`, sent)).status).toBe(409);
  const { rows } = await server.services.pool.query<{ id: string }>(
    'select id from relations where source_id = $1 and target_id = $2',
    [other, id],
  );
  expect((await browser.get(`/ontology/data/${id}`)).text).toContain(`value="${rows[0]?.id}"`);
  expect(
    (await browser.post(`/ontology/data/${id}/relations/end`, { relation_id: rows[0]?.id ?? '' }))
      .status,
  ).toBe(303);
  expect(
    (await auditRows(server, 'relation.created', 'relation.deleted')).map(({ outcome }) => outcome),
  ).toEqual(['success', 'refused', 'success']);
});

test('spec ontology#relation-ends: each relation that may be added says of which types its other end is', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const { id } = await entity(server, 'tor', 'budget_committee');
  const text = textOf((await browser.get(`/ontology/data/${id}/relations/new`)).text);
  expect(text).toMatch(
    /Choose a relation first\. .*Feeds into Tor .*Belongs to ToR, from others [^,]*Tor function/,
  );
});

test('spec ontology#relation-ends: ends of other types and relations of the system are refused', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const { id } = await entity(server, 'tor', 'budget_committee');
  const user = await entity(server, 'user', 'alice');
  const role = await entity(server, 'role', 'admin');
  expect(
    (
      await browser.post(`/ontology/data/${id}/relations`, {
        relation: 'feeds_into',
        direction: 'out',
        other: user.id,
      })
    ).status,
  ).toBe(422);
  expect(
    (
      await browser.post(`/ontology/data/${user.id}/relations`, {
        relation: 'has_role',
        direction: 'out',
        other: role.id,
      })
    ).status,
  ).toBe(422);
  expect(
    (
      await browser.post(`/ontology/data/${id}/relations`, {
        relation: 'feeds_into',
        direction: 'out',
        other: '',
      })
    ).status,
  ).toBe(422);
});

test('spec ontology-explorer#editing: system entities are read-only here, and link to their own page', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const { id, version } = await entity(server, 'user', 'alice');
  const page = (await browser.get(`/ontology/data/${id}`)).text;
  expect(page).toContain(`/users/${id}/edit`);
  expect((await browser.get(`/ontology/data/${id}/edit`)).status).toBe(404);
  expect((await browser.post(`/ontology/data/${id}/delete`, { version })).status).toBe(422);
  expect((await browser.get('/ontology/data/new/user')).status).toBe(404);

  const entry = await entity(server, 'nav_item', 'admin.users');
  const entryPage = (await browser.get(`/ontology/data/${entry.id}`)).text;
  expect(entryPage).toContain(`href="/menu/${entry.id}"`);
});

test('an entity is created by the form of its type, and deleted with what it owns named', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const fields = fieldsOf((await browser.get('/ontology/data/new/document')).text);
  const made = await browser.post('/ontology/data/new/document', {
    ...fields,
    name: 'by_hand',
    label: 'By hand',
    'properties.title': 'A title',
  });
  const { id, version } = await entity(server, 'document', 'by_hand');
  expect(made.location).toContain(`/ontology/data/${id}`);
  expect(await propertiesOf(server, id)).toEqual({ title: 'A title' });
  expect(
    (
      await browser.post('/ontology/data/new/document', {
        ...fields,
        name: 'by_hand',
        label: 'Again',
      })
    ).status,
  ).toBe(422);
  expect((await browser.post(`/ontology/data/${id}/delete`, { version: '0' })).status).toBe(409);
  expect(
    (await browser.post(`/ontology/data/${id}/delete`, { version: '999999999999999999' })).status,
  ).toBe(409);
  expect(
    (await browser.post(`/ontology/data/${id}/delete`, { version: '9223372036854775808' })).status,
  ).toBe(422);
  expect((await browser.post(`/ontology/data/${id}/delete`, { version })).status).toBe(303);
  const tor = await entity(server, 'tor', 'budget_committee');
  expect(textOf((await browser.get(`/ontology/data/${tor.id}/delete`)).text)).toMatch(
    /relations will be deleted\. It directly owns \d+ entities/,
  );
});

test('the relations of a busy entity come in pages', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const { id } = await entity(server, 'role', 'admin');
  const page = (await browser.get(`/ontology/data/${id}`)).text;
  expect(page).toContain(`/ontology/data/${id}/relations?type=has_permission&amp;direction=out`);
  const first = (
    await browser.get(`/ontology/data/${id}/relations?type=has_permission&direction=out`)
  ).text;
  expect([...first.matchAll(/href="\/ontology\/data\/\d+"/g)].length).toBeGreaterThan(40);
  expect(
    (await browser.get(`/ontology/data/${id}/relations?type=nothing&direction=out`)).status,
  ).toBe(404);
});
