import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { capable, inBody, inItsBody } from '../authority/index.ts';
import { command } from '../ontology/command.ts';
import { saved } from '../ontology/outcome.ts';
import { answer, empty, json as jsonAnswer, redirect } from './answers.ts';
import type { Call } from './call.ts';
import { form, query } from './parsers.ts';
import { may, mayRun, open, signedIn, within } from './policy.ts';
import { linesOf, type RouteLine, routes } from './routes.ts';
import type { SignedIn } from './visit.ts';

const userForm = async ({ id, actor }: Call & { id: string; actor: SignedIn }) =>
  ({ id, actor }) as never;

test('a list of routes reads as a checklist and knows its types', () => {
  const list = routes()
    .get(
      '/users',
      may('users.list'),
      query(z.object({ q: z.string().optional() })),
      async ({ filter }) => jsonAnswer(filter.q?.length),
    )
    .get('/users/:id/edit', may('users.edit'), async ({ id, actor }) =>
      jsonAnswer([id.length, actor.label]),
    )
    .get('/tor/:tor/x/:name(text)', within(capable('can_call_meetings'), 'tor'), ({ tor, name }) =>
      jsonAnswer(tor + name),
    )
    .post(
      '/users/:id',
      may('users.edit'),
      form(z.object({ email: z.string() }), userForm),
      async ({ id, input, refused }) =>
        answer(saved({ target: { type: 'user', id, label: input.email }, value: input.email }), {
          saved: (email) => `/users?q=${email.length}`,
          refused,
        }),
    )
    .get('/', open, () => redirect('/login'))
    .post('/logout', signedIn, () => empty());
  expect(
    linesOf(list).map(({ method, path, who }: RouteLine) => `${method} ${path}: ${who}`),
  ).toEqual([
    'GET /users: users.list',
    'GET /users/:id/edit: users.edit',
    'GET /tor/:tor/x/:name(text): can_call_meetings in the body, or tor.edit',
    'POST /users/:id: users.edit',
    'GET /: everybody',
    'POST /logout: signed in',
  ]);
});

test('spec requests#routes: a route without a policy throws when the server is created', () => {
  const careless = routes() as unknown as { get: (path: string, handler: () => void) => void };
  expect(() => careless.get('/users', () => undefined)).toThrow('has no policy');
});

describe('a route takes its policy from the command that it runs', () => {
  const run = async () => saved({ target: { type: 'tor', id: '1', label: '' }, value: 1 });
  const inBodyOf = inItsBody(inBody('tor.list'), (input: { tor: string }) => input.tor);

  test.each([
    ['a permission', command('menu.updated', { may: 'roles.manage' }, run), may('roles.manage')],
    [
      'a requirement about the body in the path',
      command('menu.updated', { may: inBodyOf }, run),
      within(inBody('tor.list'), 'tor'),
    ],
  ])('%s', (_, runs, policy) => expect(mayRun(runs, 'tor')).toEqual(policy));

  test('a rule of its own keeps the server from starting', () =>
    expect(() => mayRun(command('menu.updated', { may: () => true }, run))).toThrow(
      'menu.updated has its own rule.',
    ));
});
