import type { Request } from 'express';
import { sql } from 'kysely';
import { z } from 'zod';
import { changeTheme } from '../account/index.ts';
import type { Db } from '../db/database.ts';
import { plannedForItsValues } from '../db/named-statements.ts';
import { notAccepted } from '../http/answers.ts';
import { may, mayRun, proven, signedIn } from '../http/policy.ts';
import { defined } from '../ontology/entities.ts';
import { escaped, like } from '../ontology/list/index.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import {
  createUser,
  deleteUser,
  prepareInitialPassword,
  type UserFacts,
  updateUser,
  userFacts,
} from '../people/index.ts';
import type { Services } from '../services.ts';
import { listResult } from './list.ts';
import { noContent, type Operation, operation, type Result } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import { fieldsQuery, listOf, pageQuery, q, sparse } from './schema.ts';
import {
  newUser,
  theme,
  themeReply,
  type User,
  type UserChange,
  user,
  userChange,
  userReplacement,
} from './users-schema.ts';
import { versioned } from './versioned.ts';

async function findUser(db: Db, id: string): Promise<UserFacts | undefined> {
  const { rows } =
    await sql<UserFacts>`select ${userFacts} from entities e where e.id = ${id} and e.entity_type = 'user'`.execute(
      db,
    );
  return rows[0];
}

const shown = ({
  id,
  username,
  email,
  displayName,
  isActive,
  roles,
  createdAt,
  updatedAt,
}: UserFacts): User => ({
  ...{ id: Number(id), username, email, display_name: displayName, is_active: isActive },
  role_ids: roles.map((role) => Number(role.id)),
  role_names: roles.map(({ name }) => name),
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

const listQuery = z.object({
  ...pageQuery,
  q,
  is_active: z.enum(['true', 'false']).optional(),
  role: z.string().max(255).optional(),
  fields: fieldsQuery(user),
});

const conditions = ({ q: words, is_active, role }: z.output<typeof listQuery>) =>
  sql.join(
    [
      sql`e.entity_type = 'user'`,
      ...(is_active === undefined ? [] : [sql`e.is_active = ${is_active === 'true'}`]),
      ...(words === undefined || words.trim() === ''
        ? []
        : [
            sql`${sql.raw(plannedForItsValues)} (${like(sql`lower(e.name)`, contains(words))} or ${like(sql`lower(e.label)`, contains(words))})`,
          ]),
      ...(role === undefined
        ? []
        : [
            sql`exists (select from relations held join entities role on role.id = held.target_id
              where held.source_id = e.id and held.relation_type_id = ${relationTypeId('has_role')} and role.name = ${role})`,
          ]),
    ],
    sql` and `,
  );

const contains = (words: string): string => `%${escaped(words.trim())}%`;

/**
 * Users, through the commands of their pages: the same rules about the own account, the last
 * administrator and assignable roles (spec api#users).
 */
export function userOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const { one, open } = versioned(
    async ({ id }: { readonly id: string }) => existing(await findUser(db, id)),
    shown,
  );
  const change = async (call: ChangeCall): Promise<Result> => {
    const { before, version } = await open(call);
    const { input } = call;
    const password =
      input.password === undefined
        ? undefined
        : await prepared(services, input.password, { ...shown(before), ...defined(input) });
    const facts = {
      username: before.username,
      display_name: before.displayName,
      email: before.email,
      is_active: before.isActive,
    };
    const roles = before.roles.map((role) => role.id).toSorted();
    const outcome = await updateUser(services, call.actor, {
      ...facts,
      ...defined({ username: input.username, email: input.email, is_active: input.is_active }),
      display_name:
        (input.display_name ?? before.displayName) || (input.username ?? before.username),
      ...(input.role_ids === undefined
        ? { roles: [], roles_shown: false, seen_roles: [] }
        : { roles: idTexts(input.role_ids), roles_shown: true, seen_roles: roles }),
      ...{
        seen_username: facts.username,
        seen_display_name: facts.display_name,
        seen_email: facts.email,
        seen_is_active: facts.is_active,
      },
      ...{ id: call.id, version: version ?? before.version, password },
    });
    savedBy(outcome, members);
    return one(call);
  };
  return [
    operation({
      ...{
        id: 'listUsers',
        method: 'get',
        path: '/users',
        policy: may('users.list'),
        query: listQuery,
      },
      reply: listOf(sparse(user)),
      run: async ({ filter }) => {
        const list = {
          select: userFacts,
          from: sql`entities e`,
          where: conditions(filter),
          order: [sql`e.id`],
        };
        return listResult(db, list, filter, shown);
      },
    }),
    operation({
      ...{
        id: 'getUser',
        method: 'get',
        path: '/users/:id',
        policy: may('users.list'),
      },
      ...{ query: z.object({ fields: fieldsQuery(user) }), reply: sparse(user), versioned: true },
      run: (call) => one(call, call.filter.fields),
    }),
    operation({
      ...{
        id: 'createUser',
        method: 'post',
        path: '/users',
        policy: mayRun(createUser),
        status: 201,
      },
      ...{ body: newUser, reply: user, refusals: [409], versioned: true, repeatable: true },
      run: async ({ actor, input }) => {
        const { username, email, is_active = true, role_ids } = input;
        const display_name = input.display_name?.trim() || username;
        const password = await prepared(services, input.password, { username, display_name });
        const roles = { roles: idTexts(role_ids ?? []), roles_shown: role_ids !== undefined };
        const made = savedBy(
          await createUser(services, actor, {
            username,
            display_name,
            email,
            is_active,
            ...roles,
            password,
          }),
          members,
        );
        return {
          ...(await one(made)),
          location: `/users/${made.id}`,
        };
      },
    }),
    operation({
      ...{
        id: 'replaceUser',
        method: 'put',
        path: '/users/:id',
        policy: proven(mayRun(updateUser)),
      },
      ...{ body: userReplacement, reply: user, refusals: [409], versioned: true },
      run: change,
    }),
    operation({
      ...{
        id: 'changeUser',
        method: 'patch',
        path: '/users/:id',
        policy: proven(mayRun(updateUser)),
      },
      ...{ body: userChange, reply: user, refusals: [409], versioned: true },
      run: change,
    }),
    operation({
      ...{
        id: 'deleteUser',
        method: 'delete',
        path: '/users/:id',
        policy: proven(mayRun(deleteUser)),
      },
      ...{ refusals: [409, 422], versioned: true },
      run: async (call) => {
        const { version } = await open(call);
        savedBy(await deleteUser(services, call.actor, { id: call.id, version }));
        return noContent;
      },
    }),
    operation({
      ...{
        id: 'setTheme',
        method: 'post',
        path: '/user/theme',
        policy: signedIn,
        body: theme,
        reply: themeReply,
      },
      run: async ({ actor, input }) => {
        savedBy(await changeTheme(services, actor, { theme_preference: input.theme }));
        return { body: { success: true, theme: input.theme } };
      },
    }),
  ];
}

interface ChangeCall {
  readonly id: string;
  readonly request: Request;
  readonly actor: Parameters<typeof updateUser>[1];
  readonly input: UserChange;
}

const idTexts = (ids: readonly number[]): string[] => [...new Set(ids.map(String))].toSorted();

async function prepared(
  services: Services,
  password: string,
  person: { readonly username: string; readonly display_name: string },
) {
  const made = await prepareInitialPassword(
    services,
    { initial: 'typed', password },
    { username: person.username, displayName: person.display_name },
  );
  if (!made.ok) throw notAccepted('not_accepted', made.problems);
  return made.password;
}

/** Members of requests by the field of the store or the form. */
const members = { name: 'username', roles: 'role_ids' };
