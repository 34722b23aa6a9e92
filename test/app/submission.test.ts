import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { auditOf, idOf } from './people-fixture.ts';

let app: AppServer;
beforeAll(async () => {
  app = await startAppServer({ from: 'base' });
});
afterAll(() => app[Symbol.asyncDispose]());

const permission = () => idOf(app, 'permission', 'users.list');
const tokenIn = (html: string): string =>
  /name="submission" value="([\w-]{22})"/.exec(html)?.[1] ?? '';

test('a form that is sent twice, one after the other or at once, changes once and answers alike', async () => {
  const administrator = await app.signIn('admin');
  const submission = tokenIn((await administrator.get('/roles/builder')).text);
  expect(submission).not.toBe('');
  const role = {
    label: 'Auditor',
    name: 'auditor',
    permission_ids: await permission(),
    submission,
  };
  const answers = [
    ...(await Promise.all([
      administrator.post('/roles/builder/create', role),
      administrator.post('/roles/builder/create', role),
    ])),
    await administrator.post('/roles/builder/create', role),
  ];
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
  expect(await auditOf(app, 'role.created_via_builder')).toHaveLength(1);
});

test('the same page, changed and sent again, is another form', async () => {
  const administrator = await app.signIn('admin');
  const submission = tokenIn((await administrator.get('/roles/builder')).text);
  const role = { permission_ids: await permission(), submission };
  await administrator.post('/roles/builder/create', { ...role, label: 'First', name: 'first' });
  expect(
    (
      await administrator.post('/roles/builder/create', {
        ...role,
        label: 'Second',
        name: 'second',
      })
    ).status,
  ).toBe(303);
  expect(await idOf(app, 'role', 'second')).toMatch(/^\d+$/);
});

test('one form for several users changes each of them once, also when it is sent twice', async () => {
  const administrator = await app.signIn('admin');
  const submission = tokenIn((await administrator.get('/users/new')).text);
  expect(submission).not.toBe('');
  const ids = [(await app.createUser()).id, (await app.createUser()).id];
  const send = () => administrator.post('/users/bulk-deactivate', { ids, submission });
  await Promise.all([send(), send()]);
  const { rows } = await app.services.pool.query(
    'select is_active from entities where id = any($1)',
    [ids],
  );
  expect(rows).toEqual([{ is_active: false }, { is_active: false }]);
  for (const id of ids) expect(await auditOf(app, 'user.deactivated', id)).toHaveLength(1);
});

test('roles that come and go with the form of a user are recorded as the page of roles records them', async () => {
  const administrator = await app.signIn('admin');
  const { id } = await app.createUser();
  const [first, second] = [await idOf(app, 'role', 'first'), await idOf(app, 'role', 'second')];
  const give = async (roles: string) => {
    const html = (await administrator.get(`/users/${id}/edit`)).text;
    const hidden = [
      ...html.matchAll(/type="hidden" name="((?:seen_|version|roles_shown)\w*)" value="([^"]*)"/g),
    ];
    const seen = Object.fromEntries(hidden.map(([, key = '', value = '']) => [key, value]));
    const { status } = await administrator.post(`/users/${id}`, {
      ...{
        ...seen,
        username: seen['seen_username'] ?? '',
        display_name: seen['seen_display_name'] ?? '',
        email: 'a@b.org',
      },
      ...{ is_active: 'true', roles, roles_shown: 'true' },
    });
    expect(status).toBe(303);
  };
  await give(first);
  await give(second);
  expect(await auditOf(app, 'role.assigned', first)).toHaveLength(1);
  expect(await auditOf(app, 'role.assigned', second)).toHaveLength(1);
  expect(await auditOf(app, 'role.unassigned', first)).toHaveLength(1);
});
