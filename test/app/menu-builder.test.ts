import { describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import type { AppServer } from '#test/support/app-server.ts';
import { app, auditRows } from './app-fixture.ts';
import { grantsOf, makeRole, permissionIds } from './role-fixture.ts';

/** The fields of the page as submitted by a browser: hidden ones and checked boxes. */
function fieldsOf(html: string): { versions: string; seen: string; role?: string; cell: string[] } {
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];
  const boxes = [...html.matchAll(/<input[^>]*name="perm_[^>]*>/g)].map(([tag]) => tag);
  const ticked = boxes.filter((tag) => /\schecked/.test(tag) && !/\sdisabled/.test(tag));
  const role = hidden('role');
  return {
    ...{ versions: hidden('versions') ?? '', seen: hidden('seen') ?? '' },
    cell: ticked.map((tag) => /value="([^"]*)"/.exec(tag)?.[1] ?? ''),
    ...(role === undefined ? {} : { role }),
  };
}

/** Checked boxes as submitted by a browser. */
const boxes = (cells: readonly string[]) =>
  Object.fromEntries(cells.map((cell) => [`perm_${cell.replace('.', '_')}`, cell]));

const toSend = ({ cell, ...fields }: ReturnType<typeof fieldsOf>) => ({
  ...fields,
  ...boxes(cell),
});

async function open(browser: AppClient, path = '/menu-builder') {
  const { status, text } = await browser.get(path);
  expect(status).toBe(200);
  return fieldsOf(text);
}

/** An administrator on the page, and a role to change. */
async function atTheMatrix(codes: readonly string[] = ['users.list']): Promise<{
  server: AppServer;
  browser: AppClient;
  role: string;
  ids: Readonly<Record<string, string>>;
}> {
  const server = await app();
  const role = await makeRole(server, 'secretary', codes);
  return { server, role, browser: await server.signIn('admin'), ids: await permissionIds(server) };
}

test('shows every role and permission, and which menu entries a permission opens', async () => {
  const { browser } = await atTheMatrix();
  const { text } = await browser.get('/menu-builder');
  const words = textOf(text);
  for (const word of [
    'Secretary',
    'Administrator',
    'List users users.list',
    'Shows Users',
    'Governance',
  ])
    expect(words).toContain(word);
  expect(text.match(/name="perm_\d+_\d+"/g)).toHaveLength(49 * 3);
});

test('spec roles#matrix: only differences are changed, and each role has an audit entry by name with its codes (spec audit-log#events)', async () => {
  const { server, browser, role, ids } = await atTheMatrix(['users.list', 'document.list']);
  const { cell, ...fields } = await open(browser);
  const wanted = [
    ...cell.filter((text) => text !== `${role}.${ids['document.list']}`),
    `${role}.${ids['tor.list']}`,
  ];
  const reply = await browser.post('/menu-builder', { ...fields, ...boxes(wanted) });
  expect(reply.status).toBe(303);
  expect(textOf((await browser.get(reply.location ?? '')).text)).toContain(
    'Permissions saved: 1 granted, 1 revoked.',
  );
  expect(await grantsOf(server, 'secretary')).toEqual(['tor.list', 'users.list']);
  expect(await auditRows(server, 'role.permissions_changed')).toMatchObject([
    {
      target_label: 'Secretary',
      before: { permissions: ['document.list', 'users.list'] },
      after: { permissions: ['tor.list', 'users.list'] },
      details: { role_name: 'secretary', given: ['tor.list'], taken: ['document.list'] },
    },
  ]);
});

test('a script sends the difference alone', async () => {
  const { server, browser, role, ids } = await atTheMatrix();
  const { versions } = await open(browser);
  const reply = await browser.post('/menu-builder', {
    versions,
    give: `${role}.${ids['tor.list']}`,
    take: `${role}.${ids['users.list']}`,
  });
  expect(reply.status).toBe(303);
  expect(await grantsOf(server, 'secretary')).toEqual(['tor.list']);
});

test('nothing to change leaves no trace', async () => {
  const { server, browser } = await atTheMatrix();
  const reply = await browser.post('/menu-builder', toSend(await open(browser)));
  expect(textOf((await browser.get(reply.location ?? '')).text)).toContain('Nothing was changed.');
  expect(await auditRows(server, 'role.permissions_changed')).toEqual([]);
});

test('spec roles#matrix: the grant of a permission that is not active is not shown and stays', async () => {
  const { server, browser, role, ids } = await atTheMatrix(['users.list', 'document.list']);
  await server.services.pool.query('update entities set is_active = false where id = $1', [
    ids['document.list'],
  ]);
  const { cell, ...fields } = await open(browser);
  const wanted = cell.filter((text) => text !== `${role}.${ids['users.list']}`);
  expect((await browser.post('/menu-builder', { ...fields, ...boxes(wanted) })).status).toBe(303);
  expect(await grantsOf(server, 'secretary')).toEqual(['document.list']);
});

describe('spec roles#matrix: another user saved changes first', () => {
  test("nothing is saved, the page shows who changed what, and the reader's changes are applied to the current state", async () => {
    const { server, browser, role, ids } = await atTheMatrix();
    const other = await server.signIn('admin');
    const [mine, theirs] = [await open(browser), await open(other)];
    expect(
      (
        await other.post('/menu-builder', {
          ...theirs,
          ...boxes([...theirs.cell, `${role}.${ids['tor.list']}`]),
        })
      ).status,
    ).toBe(303);
    const late = await browser.post('/menu-builder', {
      ...mine,
      ...boxes([...mine.cell, `${role}.${ids['tor.create']}`]),
    });
    expect(late.status).toBe(409);
    expect(textOf(late.text)).toMatch(
      /Test admin \d changed Secretary while you were editing \(granted tor\.list\)/,
    );
    expect(await grantsOf(server, 'secretary')).toEqual(['tor.list', 'users.list']);
    const again = fieldsOf(late.text);
    expect(again.cell).toEqual(
      expect.arrayContaining([`${role}.${ids['tor.list']}`, `${role}.${ids['tor.create']}`]),
    );
    expect((await browser.post('/menu-builder', toSend(again))).status).toBe(303);
    expect(await grantsOf(server, 'secretary')).toEqual(['tor.create', 'tor.list', 'users.list']);
  });

  test('at another role: both changes are saved', async () => {
    const { server, browser, role, ids } = await atTheMatrix();
    const second = await makeRole(server, 'auditor', ['users.list']);
    const other = await server.signIn('admin');
    const [mine, theirs] = [await open(browser), await open(other)];
    await other.post('/menu-builder', {
      ...theirs,
      ...boxes([...theirs.cell, `${second}.${ids['audit.view']}`]),
    });
    expect(
      (
        await browser.post('/menu-builder', {
          ...mine,
          ...boxes([...mine.cell, `${role}.${ids['tor.list']}`]),
        })
      ).status,
    ).toBe(303);
    expect([await grantsOf(server, 'auditor'), await grantsOf(server, 'secretary')]).toEqual([
      ['audit.view', 'users.list'],
      ['tor.list', 'users.list'],
    ]);
  });
});

describe('spec requests#input: ids are a role and a permission', () => {
  test.each([
    ['a user instead of a role', 'user', 'permission'],
    ['a setting instead of a permission', 'role', 'setting'],
  ])('%s is refused', async (_, source, target) => {
    const { server, browser } = await atTheMatrix();
    const { versions } = await open(browser);
    const { rows } = await server.services.pool.query(
      'select (select id from entities where entity_type = $1 order by id desc limit 1) as one, (select id from entities where entity_type = $2 order by id limit 1) as two',
      [source, target],
    );
    const reply = await browser.post('/menu-builder', {
      versions: `${versions} ${rows[0].one}.1`,
      give: `${rows[0].one}.${rows[0].two}`,
    });
    expect(reply.status).toBe(422);
    expect(textOf(reply.text)).toContain('does not exist');
  });
});

describe('spec permissions#no-escalation: users cannot decide about more than they hold', () => {
  const held = ['roles.manage', 'users.list', 'dashboard.view'];

  test.each([
    ['to give what they lack', 'give', 'tor.edit'],
    ['to give to a role what it lets them do more of', 'give', 'roles.assign'],
  ] as const)('%s is refused', async (_, field, code) => {
    const { server, role, ids } = await atTheMatrix();
    await makeRole(server, 'clerk', held);
    const clerk = await server.signIn('clerk');
    const { versions } = await open(clerk);
    const reply = await clerk.post('/menu-builder', { versions, [field]: `${role}.${ids[code]}` });
    expect(reply.status).toBe(422);
    expect(textOf(reply.text)).toContain("you don't have");
    expect(await grantsOf(server, 'secretary')).toEqual(['users.list']);
  });

  test('a role that can do more is shown, and its boxes are fixed', async () => {
    const { server, ids } = await atTheMatrix();
    const clerkRole = await makeRole(server, 'clerk', held);
    const clerk = await server.signIn('clerk');
    const { text } = await clerk.get('/menu-builder');
    const { rows } = await server.services.pool.query(
      "select id from entities where entity_type = 'role' and name = 'admin'",
    );
    expect(text).toMatch(
      new RegExp(`<input[^>]*value="${rows[0].id}\\.${ids['users.list']}"[^>]*disabled`),
    );
    expect(text).not.toMatch(
      new RegExp(`<input[^>]*value="${clerkRole}\\.${ids['users.list']}"[^>]*disabled`),
    );
    const { versions } = fieldsOf(text);
    expect(
      (await clerk.post('/menu-builder', { versions, take: `${rows[0].id}.${ids['users.list']}` }))
        .status,
    ).toBe(422);
  });

  test('boxes that were not offered revoke nothing when the page is submitted unchanged', async () => {
    const { server } = await atTheMatrix(['users.list', 'tor.edit']);
    await makeRole(server, 'clerk', held);
    const clerk = await server.signIn('clerk');
    expect((await clerk.post('/menu-builder', toSend(await open(clerk)))).status).toBe(303);
    expect(await grantsOf(server, 'secretary')).toEqual(['tor.edit', 'users.list']);
  });
});

test('spec permissions#administrators: the last administrator keeps both permissions', async () => {
  const { server, browser, ids } = await atTheMatrix();
  const { versions } = await open(browser);
  const { rows } = await server.services.pool.query(
    "select id from entities where entity_type = 'role' and name = 'admin'",
  );
  const reply = await browser.post('/menu-builder', {
    versions,
    take: `${rows[0].id}.${ids['roles.assign']}`,
  });
  expect(reply.status).toBe(409);
  expect(textOf(reply.text)).toContain('At least one user must be able to manage and assign roles');
  expect(await grantsOf(server, 'admin')).toContain('roles.assign');
});

test('one role alone, for phones: only its boxes are sent, and the way back leads to it', async () => {
  const { server, browser, role, ids } = await atTheMatrix();
  const { cell, ...fields } = await open(browser, `/menu-builder?role=${role}`);
  expect([...cell, ...fields.seen.split(' ')].every((text) => text.startsWith(`${role}.`))).toBe(
    true,
  );
  const reply = await browser.post('/menu-builder', {
    ...fields,
    ...boxes([...cell, `${role}.${ids['tor.list']}`]),
  });
  expect(reply.location).toContain(`/menu-builder?role=${role}`);
  expect(await grantsOf(server, 'secretary')).toEqual(['tor.list', 'users.list']);
});

test("spec permissions#check: a grant takes effect on the holder's next page", async () => {
  const { server, browser, role, ids } = await atTheMatrix(['users.list']);
  const holder = await server.signIn('secretary');
  expect((await holder.get('/audit')).status).toBe(403);
  const { versions } = await open(browser);
  await browser.post('/menu-builder', { versions, give: `${role}.${ids['audit.view']}` });
  expect((await holder.get('/audit')).status).toBe(200);
});

test('refused without roles.manage', async () => {
  const server = await app();
  const browser = await server.signIn('user');
  expect([
    (await browser.get('/menu-builder')).status,
    (await browser.post('/menu-builder', {})).status,
  ]).toEqual([403, 403]);
});

test('spec lists#cost: the page takes three statements, and saving thirty grants as many as saving one', async () => {
  const { server, browser, role, ids } = await atTheMatrix();
  const cost = async (work: () => Promise<unknown>) => {
    const before = server.queries.statements;
    await work();
    return server.queries.statements - before;
  };
  expect(await cost(() => browser.get('/menu-builder'))).toBeLessThanOrEqual(3);
  const give = async (codes: readonly string[]) => {
    const { versions } = await open(browser);
    return cost(async () => {
      const reply = await browser.post('/menu-builder', {
        versions,
        give: codes.map((code) => `${role}.${ids[code]}`),
      });
      expect(reply.status).toBe(303);
    });
  };
  const one = await give(['tor.list']);
  expect(
    await give(
      Object.keys(ids)
        .filter((code) => !['users.list', 'tor.list'].includes(code))
        .slice(0, 30),
    ),
  ).toBe(one);
});

test('a draft counts the changes and affected users, each once, and saves nothing', async () => {
  const server = await app({ from: 'demo' });
  const browser = await server.signIn('admin');
  const { rows } = await server.services.pool.query<{ role: string; permission: string }>(
    `select role.id as role, permission.id as permission from entities role, entities permission
     where role.entity_type = 'role' and role.name in ('viewer', 'editor') and permission.entity_type = 'permission' and permission.name = 'audit.view'`,
  );
  const give = rows.map(({ role, permission }) => `${role}.${permission}`);
  const holders = await server.services.pool.query<{ people: string }>(
    `select count(distinct r.source_id) as people from relations r join entities role on role.id = r.target_id
     where role.entity_type = 'role' and role.name in ('viewer', 'editor')`,
  );
  const reply = await browser.post('/menu-builder/draft', { versions: '', give, do: 'preview' });
  expect([reply.status, textOf(reply.text)]).toEqual([
    200,
    expect.stringContaining(`2 unsaved changes, ${holders.rows[0]?.people} users affected.`),
  ]);
  expect(textOf((await browser.post('/menu-builder/draft', { versions: '' })).text)).toContain(
    'No unsaved changes',
  );
  expect(await auditRows(server, 'role.permissions_changed')).toEqual([]);
  expect((await (await server.signIn('user')).post('/menu-builder/draft', {})).status).toBe(403);
});
