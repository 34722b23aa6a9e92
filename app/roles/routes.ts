import {
  answer,
  json,
  missing,
  page,
  problem,
  type Refuse,
  redirect,
  refusedAsProblem,
  refusedAt,
} from '../http/answers.ts';
import { wayBack } from '../http/fields.ts';
import { form, json as jsonBody, query } from '../http/parsers.ts';
import { mayRun, proven } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { assignRole, createRole, deleteRole, unassignRole, updateRole } from './commands.ts';
import { matrixRoutes } from './matrix/routes.ts';
import { listCandidates } from './member-queries.ts';
import { rolesViews } from './page-data.ts';
import { builderEntries, menuWith, previewEntries, withPages } from './present.ts';
import { findEffectiveAccess, findRole, readCatalogue } from './queries.ts';
import { deleteRolePage } from './questions.tsx';
import {
  assignment,
  builderQuery,
  candidateQuery,
  deletion,
  newRoleInput,
  previewInput,
  previewQuery,
  roleDraft,
  roleInput,
  roleQuery,
} from './schema.ts';
import { texts } from './texts.ts';

/** Roles: assignments, permissions, and the role builder (spec roles#assignment, roles#builder). */
export const roleRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const show = rolesViews(db);
  return routes()
    .with(matrixRoutes(services))
    .offer('/roles/new', texts.offers.newRole)
    .offer('/roles?tab=by-user', texts.offers.assign)
    .get('/roles', mayRun(assignRole), async (call) => page(await show.list(call)))
    .get('/roles/add', mayRun(assignRole), query(roleQuery), async ({ filter }) =>
      page(await show.addPeople(filter.role_id)),
    )
    .get('/roles/candidates', mayRun(assignRole), query(candidateQuery), async ({ filter }) =>
      json(await listCandidates(db, { role: filter.role_id, words: filter.q })),
    )
    .post(
      '/roles/assign',
      proven(mayRun(assignRole)),
      form(assignment, undefined),
      async ({ actor, input }) =>
        answer(await assignRole(services, actor, input), {
          saved: ({ person, role }) => redirect(backTo(input.back), texts.assigned(person, role)),
          refused: toPage(backTo(input.back)),
        }),
    )
    .post(
      '/roles/unassign',
      proven(mayRun(unassignRole)),
      form(assignment, undefined),
      async ({ actor, input }) =>
        answer(await unassignRole(services, actor, input), {
          saved: ({ person, role }) =>
            redirect(backTo(input.back), {
              tone: 'success',
              text: texts.unassigned(person, role),
              undo: {
                to: '/roles/assign',
                fields: {
                  user_id: input.user_id,
                  role_id: input.role_id,
                  back: backTo(input.back),
                },
              },
            }),
          refused: toPage(backTo(input.back)),
        }),
    )
    .get('/roles/preview', mayRun(assignRole), query(previewQuery), async (call) =>
      page(await show.effective(call, call.filter.user_id)),
    )
    .get(
      '/api/roles/preview',
      mayRun(assignRole),
      query(previewQuery),
      async ({ filter, isPage }) => {
        const person = await findEffectiveAccess(db, filter.user_id);
        if (person === undefined) return problem(missing());
        const items = previewEntries(
          menuWith(withPages(person.menuEntries, isPage), new Set(person.codes)),
        );
        return json({
          user_id: Number(person.id),
          permission_count: person.codes.length,
          menu_items: items,
        });
      },
    )
    .get('/roles/new', mayRun(createRole), query(builderQuery), async (call) =>
      page(await show.newRole(call, call.filter.from)),
    )
    .get('/roles/builder', mayRun(createRole), query(builderQuery), async (call) =>
      page(await show.newRole(call, call.filter.from)),
    )
    .get('/roles/builder/:id/edit', mayRun(updateRole), async (call) =>
      page(await show.editRole(call, call.id)),
    )
    .post('/roles/builder/draft', mayRun(updateRole), form(roleDraft), async (call) =>
      page(await show.draft(call, call.input)),
    )
    .post(
      '/roles/builder/preview',
      mayRun(updateRole),
      jsonBody(previewInput),
      async ({ input, isPage }) => {
        const { permissions, menuEntries: all } = await readCatalogue(db);
        const menuEntries = withPages(all, isPage);
        const codes = permissions
          .filter(({ id }) => input.permission_ids.includes(id))
          .map(({ code }) => code);
        return json(builderEntries(menuWith(menuEntries, new Set(codes)), menuEntries));
      },
    )
    .post(
      '/roles/builder/create',
      proven(mayRun(createRole)),
      form(newRoleInput, show.refused),
      async ({ actor, input, refused }) =>
        answer(await createRole(services, actor, input), {
          saved: redirect('/roles', texts.builder.created(input.label)),
          refused,
        }),
    )
    .post(
      '/roles/builder/update',
      proven(mayRun(updateRole)),
      form(roleInput, show.refused),
      async (call) =>
        answer(await updateRole(services, call.actor, call.input), {
          saved: ({ label, holders }) => redirect('/roles', texts.builder.saved(label, holders)),
          refused: call.refused,
          conflict: async (_current, since) =>
            page(await show.conflict(call, call.input, since[0]?.by), 409),
        }),
    )
    .get('/roles/builder/:id/delete', mayRun(deleteRole), async ({ id }) => {
      const role = await findRole(db, id);
      if (role === undefined) return problem(missing());
      return page(deleteRolePage(role));
    })
    .post(
      '/roles/builder/:id/delete',
      proven(mayRun(deleteRole)),
      form(deletion),
      async ({ id, actor }) =>
        answer(await deleteRole(services, actor, { id }), {
          saved: (label) => redirect('/roles', texts.deleted(label)),
          refused: toPage('/roles'),
        }),
    );
};

/** The page to return to from a small form; only pages of roles (spec requests#redirects). */
const backTo = (back: string | undefined): string => wayBack(back, '/roles', '/roles');

/**
 * A button was refused: there is no form, so the list shows the reason. An invalid id does not come
 * from our buttons: 422.
 */
const toPage =
  (to: string): Refuse =>
  (reasons, status) =>
    reasons.some(({ field }) => field !== undefined)
      ? refusedAsProblem(reasons, status)
      : refusedAt(to)(reasons, status);
