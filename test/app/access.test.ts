import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capable, isMetBy } from '#app/authority/index.ts';
import { empty } from '#app/http/answers.ts';
import { open } from '#app/http/policy.ts';
import type { RouteLine } from '#app/http/routes.ts';
import { routes } from '#app/http/routes.ts';
import { isProgramAddress } from '#app/http/wants-json.ts';
import type { PermissionCode } from '#app/ontology/actor.ts';
import { routeTable } from '#app/server.ts';
import { type AppClient, type Reply, textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { ask, isUnsafe, type Walk, walk } from '#test/support/route-walk.ts';
import { minutes } from './app-fixture.ts';

const roles = [
  'nobody',
  'user',
  'editor',
  'viewer',
  'manager',
  'secretary',
  'governance_officer',
  'admin',
] as const;

let server: AppServer;
beforeAll(async () => {
  server = await startAppServer({ from: 'demo' });
});
afterAll(() => server[Symbol.asyncDispose]());

const signInAs = (role: (typeof roles)[number]): Promise<AppClient> =>
  role === 'nobody' ? server.signIn() : server.signIn(role);

async function codesOf(userId: string): Promise<ReadonlySet<string>> {
  const { currentPermissions } = await import('#app/ontology/permissions.ts');
  return currentPermissions(server.services.db, { id: userId });
}

/** Whether the table of policies admits holders of some permissions without a position. */
function admits({ policy }: RouteLine, codes: ReadonlySet<string>): boolean {
  if (policy.kind === 'may') return policy.anyOf.some((code: PermissionCode) => codes.has(code));
  if (policy.kind === 'inBody')
    return codes.has('tor.edit') && policy.anyOf.some((code: PermissionCode) => codes.has(code));
  return policy.kind === 'capable' ? codes.has('tor.edit') : true;
}

/** Refused by the gate; a rule of the domain has another message. */
const isForbidden = ({ status, text }: Reply): boolean =>
  status === 403 &&
  /This page needs the permission|You need the permission|You need a suitable position/.test(text);

/** A reply as the policy of its route has it: refused, or anything but an error of the server. */
function expectPolicy(line: Walk, reply: Reply, codes: ReadonlySet<string>): void {
  const found = isForbidden(reply) ? 'refused' : reply.status < 500 ? 'passed' : 'failed';
  const expected = admits(line, codes) ? 'passed' : 'refused';
  // The text of thousands of pages would take longer than the pages.
  const text = found === expected ? '' : textOf(reply.text);
  expect
    .soft([line.method, line.address, found], text)
    .toEqual([line.method, line.address, expected]);
}

describe('spec requests#access: access for every route of the table', () => {
  test('unauthenticated requests reach only open routes', async () => {
    for (const line of walk(server, '1').filter(
      ({ policy, isMount }) => policy.kind !== 'open' && !isMount,
    )) {
      // The quota of an unrecognized address.
      if (isProgramAddress(line.path)) server.advance(minutes(1));
      const page = await ask(server.visitor(), line);
      const expected =
        line.policy.kind === 'signedIn' && !line.policy.isActivity
          ? 401
          : isProgramAddress(line.path)
            ? 401
            : 303;
      expect
        .soft([line.method, line.path, page.status])
        .toEqual([line.method, line.path, expected]);
      if (expected === 303) expect.soft(page.location).toMatch(/^\/login/);
      const program = await ask(server.visitor(), line, {
        headers: { Accept: 'application/json' },
      });
      expect
        .soft([line.path, program.status, program.headers.get('content-type')])
        .toEqual([line.path, 401, 'application/problem+json; charset=utf-8']);
    }
  });

  test.each(roles)(
    '%s: own objects and those of others, and no page that opens has a link that is refused',
    async (role) => {
      const browser = await signInAs(role);
      const codes = await codesOf(browser.userId);
      const other = await server.createUser('viewer');
      const asked = new Map(
        [browser.userId, other.id]
          .flatMap((id) => walk(server, id))
          .filter(({ isMount, path }) => !isMount && path !== '/logout')
          .map((line) => [`${line.method} ${line.address}`, line]),
      );
      const links = new Map<string, string>();
      const isTried = (line: Walk): boolean => !(admits(line, codes) && isUnsafe(line));
      for (const line of [...asked.values()].filter(isTried)) {
        const reply = await ask(browser, line);
        expectPolicy(line, reply, codes);
        for (const link of isUnsafe(line) ? [] : linksOf(reply))
          if (!links.has(link)) links.set(link, line.address);
      }
      expect(links.size).toBeGreaterThan(4);
      const others = [...links].filter(([link]) => !asked.has(`GET ${link}`));
      for (const [link, page] of others) {
        const { status } = await browser.get(link);
        expect.soft([page, link, status === 403 || status === 401]).toEqual([page, link, false]);
      }
    },
  );

  test.each(roles.slice(1))(
    '%s: users with the permission get past the gate with unsafe methods, too',
    async (role) => {
      let browser = await signInAs(role);
      const codes = await codesOf(browser.userId);
      const lines = walk(server, '9007199254740991').filter(
        (line) => isUnsafe(line) && !line.isMount && line.policy.kind !== 'open',
      );
      for (const line of lines.filter((each) => admits(each, codes))) {
        const reply = await ask(browser, line);
        if (reply.location?.startsWith('/login') === true) browser = await signInAs(role);
        expect
          .soft(
            [line.method, line.path, isForbidden(reply), reply.status < 500],
            textOf(reply.text),
          )
          .toEqual([line.method, line.path, false, true]);
      }
    },
  );

  test('in the state "password due" only what leads out of it is open', async () => {
    const browser = await server.signIn('admin');
    await server.services.pool.query(
      'update credentials set must_change = true where user_id = $1',
      [browser.userId],
    );
    for (const line of walk(server, browser.userId).filter(
      ({ policy, isMount, path }) => policy.kind !== 'open' && !isMount && path !== '/logout',
    )) {
      const reply = await ask(browser, line);
      const isOpen = line.policy.kind === 'signedIn' && line.policy.whilePasswordDue;
      const isSentToPassword =
        reply.location === '/account/password' ||
        (reply.status === 403 && reply.text.includes('password_due'));
      expect.soft([line.path, isSentToPassword]).toEqual([line.path, !isOpen]);
    }
  });

  test.each([
    ['GET', '/users', 'users.list'],
    ['GET', '/roles', 'roles.assign'],
    ['GET', '/roles/builder', 'roles.manage'],
    ['GET', '/menu-builder', 'roles.manage'],
    ['POST', '/menu-builder', 'roles.manage, password given lately'],
    ['GET', '/settings', 'settings.manage'],
    ['POST', '/settings', 'settings.manage, password given lately'],
    ['GET', '/audit', 'audit.view'],
    ['GET', '/account', 'signed in'],
    ['GET', '/dashboard', 'signed in'],
    ['POST', '/logout', 'signed in'],
    ['GET', '/login', 'everybody'],
    ['GET', '/', 'everybody'],
  ])('spec requests#access: %s %s is for %s', (method, path, who) => {
    const line = routeTable(server.server).find(
      (each) => each.method === method && each.path === path,
    );
    if (line !== undefined || path !== '/users') expect(line?.who).toBe(who);
  });

  test.each(roles)(
    '%s: a list shows nothing that is refused when it is asked for by itself',
    async (role) => {
      const browser = await signInAs(role);
      const codes = await codesOf(browser.userId);
      const reads = routeTable(server.server).filter(
        ({ method, path }) => method === 'GET' && path.startsWith('/api/v1/'),
      );
      const lists = reads.filter(
        (list) => admits(list, codes) && reads.some(({ path }) => path === `${list.path}/:id`),
      );
      const asProgram = { headers: { Accept: 'application/json' } };
      for (const { path } of lists) {
        // Programs may send this many requests per minute.
        server.advance(minutes(1));
        const listed = await browser.get(`${path}?per_page=100`, asProgram);
        const { items } = listed.json() as { items: { id: number }[] };
        const asked = [...items.slice(0, 20), ...items.slice(-20)];
        const refused = await Promise.all(
          asked.map(
            async ({ id }) => [id, (await browser.get(`${path}/${id}`, asProgram)).status] as const,
          ),
        );
        expect.soft([path, refused.filter(([, status]) => status !== 200)]).toEqual([path, []]);
      }
      if (role === 'admin') expect(lists.length).toBeGreaterThan(3);
    },
  );

  test.each(roles)(
    '%s: the menu, the dashboard and the search lead to nothing that is refused',
    async (role) => {
      const browser = await signInAs(role);
      const links = new Set<string>();
      for (const path of ['/dashboard', '/account'])
        for (const link of linksIn((await browser.get(path)).text)) links.add(link);
      const { results } = (
        await browser.get('/search?q=a', { headers: { Accept: 'application/json' } })
      ).json() as {
        results: { to: string; kind: string }[];
      };
      for (const { to } of results) links.add(to);
      const codes = await codesOf(browser.userId);
      if (!codes.has('users.list'))
        expect(results.filter(({ kind }) => kind === 'User')).toEqual([]);
      for (const link of links)
        expect.soft([link, isForbidden(await browser.get(link))]).toEqual([link, false]);
    },
  );
});

const linksOf = ({ headers, text }: Reply): readonly string[] =>
  headers.get('content-type')?.startsWith('text/html') === true ? linksIn(text) : [];

const linksIn = (html: string): readonly string[] =>
  [...html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)]
    .map(([, path = '']) => path.replaceAll('&amp;', '&'))
    .filter((path) => !path.startsWith('/assets/'));

describe('spec permissions#capabilities: positions', () => {
  const calls = capable('can_call_meetings');
  const holds = async (
    capability: string,
    value: string,
    link = 'fills_position',
  ): Promise<boolean> => {
    const gate = (await import('#app/auth/index.ts')).createGate(server.services);
    const { id } = await server.createUser();
    const { pool } = server.services;
    const make = async (type: string): Promise<string> => {
      const name = `${type}_${Math.random().toString(36).slice(2)}`;
      return (
        (
          await pool.query<{ id: string }>(
            'insert into entities (entity_type, name, label) values ($1, $2, $2) returning id',
            [type, name],
          )
        ).rows[0]?.id ?? ''
      );
    };
    const [tor, position] = [await make('tor'), await make('tor_function')];
    const relate = (type: string, source: string, target: string) =>
      pool.query(
        "insert into relations (relation_type_id, source_id, target_id) select id, $2, $3 from entities where entity_type = 'relation_type' and name = $1",
        [type, source, target],
      );
    await relate('belongs_to_tor', position, tor);
    if (link !== '') await relate(link, id, position);
    await pool.query('insert into entity_properties (entity_id, key, value) values ($1, $2, $3)', [
      position,
      capability,
      value,
    ]);
    const committee = await gate.committee({ id }, tor);
    return committee !== undefined && isMetBy(calls, new Set(), committee);
  };

  test.each([
    ['a flag that is true', 'can_call_meetings', 'true', 'fills_position', true],
    ['a flag that is false', 'can_call_meetings', 'false', 'fills_position', false],
    ['a flag of another text', 'can_call_meetings', '1', 'fills_position', false],
    ['another flag', 'can_manage_agenda', 'true', 'fills_position', false],
    ['nobody in the position', 'can_call_meetings', 'true', '', false],
  ])('%s', async (_, capability, value, link, expected) => {
    expect(await holds(capability, value, link)).toBe(expected);
  });

  test('a position of another body does not count', async () => {
    const gate = (await import('#app/auth/index.ts')).createGate(server.services);
    expect(await gate.committee({ id: '1' }, '1')).toBeUndefined();
  });
});

describe('deny by default', () => {
  test('every line of the table says who', () => {
    for (const { who } of routeTable(server.server)) expect(who).toMatch(/\w/);
    expect(routeTable(server.server).length).toBeGreaterThan(20);
  });

  test('two features that answer the same requests keep the server from starting', async () => {
    const { routeTree } = await import('#app/http/route-tree.ts');
    const twice = routes()
      .get('/users/:id', open, () => empty())
      .get('/users/:user', open, () => empty());
    expect(() => routeTree(twice.table())).toThrow('answer the same requests');
  });
});

describe('spec interface#shell: the shell costs one statement', () => {
  const statements = async (browser: AppClient, path: string): Promise<number> => {
    await browser.get(path);
    const before = server.queries.statements;
    expect((await browser.get(path)).status).toBe(200);
    return server.queries.statements - before;
  };

  test('a page that shows nothing of its own', async () => {
    expect(await statements(await server.signIn('admin'), '/account?tab=preferences')).toBe(1);
  });

  test('open routes run none', async () => {
    const before = server.queries.statements;
    await server.visitor().get('/healthz');
    await server.visitor().get('/');
    await (await server.signIn()).get('/design');
    expect((await server.visitor().get('/')).status).toBe(303);
    const between = server.queries.statements;
    await server.visitor().get('/');
    expect(server.queries.statements - between).toBe(0);
    expect(between).toBeGreaterThan(before);
  });

  test('no page takes more than three', async () => {
    const browser = await server.signIn('admin');
    for (const line of walk(server, browser.userId).filter(
      (each) =>
        each.method === 'GET' && !each.isMount && !/export|^\/api\/data\/schema/.test(each.path),
    )) {
      await browser.get(line.address);
      const before = server.queries.statements;
      await browser.get(line.address);
      expect
        .soft(
          [line.path, server.queries.statements - before <= 3],
          String(server.queries.statements - before),
        )
        .toEqual([line.path, true]);
    }
  });
});
