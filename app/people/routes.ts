import { type Answer, answer, answerAt, page, redirect } from '../http/answers.ts';
import { exportList } from '../http/list-export.ts';
import { form } from '../http/parsers.ts';
import { mayRun, proven } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { Reason } from '../ontology/outcome.ts';
import { assignRole } from '../roles/index.ts';
import { inBulk, listAddress, savedListRoutes } from '../saved-lists/index.ts';
import type { Services } from '../services.ts';
import {
  activateUser,
  deactivateUser,
  resetPassword,
  signOutUser,
  unlockUser,
} from './account-commands.ts';
import { createUser, deleteUser, updateUser } from './commands.ts';
import { usersCsv } from './export.ts';
import { noteExport } from './export-commands.ts';
import { prepareInitialPassword } from './initial-password.ts';
import { stateOf, userViews } from './page-data.ts';
import { userPreferences } from './preference-commands.ts';
import { userList } from './queries.ts';
import { passwordPage } from './questions.tsx';
import {
  backInput,
  type NewUserInput,
  newUserInput,
  resetInput,
  roleSelection,
  selection,
  userInput,
} from './schema.ts';
import { texts } from './texts.ts';

const backTo = (address: string | undefined): string => listAddress(userList, address);

type PeopleServices = CommandServices & Pick<Services, 'config' | 'passwords'>;

/** Users: the list, accounts, and bulk actions (spec people#list). */
export const peopleRoutes = (services: PeopleServices): Routes => {
  const { db } = services;
  const show = userViews(services);
  return routes()
    .offer('/users/new', texts.offers.newUser)
    .get('/users', mayRun(noteExport), async (call) =>
      page(await show.list(call), stateOf(call).problem === undefined ? 200 : 400),
    )
    .get('/users/export.csv', proven(mayRun(noteExport)), async (call) => {
      const state = stateOf(call);
      return exportList(call, state, {
        note: () => noteExport(services, call.actor, state),
        body: () => usersCsv(db, state, { id: call.actor.id, now: call.now }),
        name: 'users',
      });
    })
    .with(savedListRoutes(services, userList, userPreferences))
    .get('/users/new', mayRun(createUser), async (call) => page(await show.newUser(call)))
    .post(
      '/users',
      proven(mayRun(createUser)),
      form(newUserInput, show.newUser),
      async ({ actor, input, refused }) => {
        const prepared = await prepareInitialPassword(services, input, {
          username: input.username,
          displayName: input.display_name,
        });
        if (!prepared.ok) return refused(prepared.problems);
        const { password } = prepared;
        return answer(await createUser(services, actor, { ...input, password }), {
          saved: ({ label, mark }) =>
            afterPassword(
              { shown: password.shown, isThisRequest: mark === password.mark },
              input,
              label,
            ),
          refused: (reasons, status) => refused(reasons.map(asUserField(input)), status),
        });
      },
    )
    .get('/users/:id/edit', mayRun(updateUser), async (call) => page(await show.edit(call)))
    .post('/users/:id', proven(mayRun(updateUser)), form(userInput, show.edit), async (call) => {
      const { id, actor, input, refused } = call;
      const names = { username: input.username, displayName: input.display_name };
      const prepared =
        input.password === ''
          ? undefined
          : await prepareInitialPassword(
              services,
              { initial: 'typed', password: input.password },
              names,
            );
      if (prepared?.ok === false) return refused(prepared.problems);
      return answer(
        await updateUser(services, actor, { ...input, id, password: prepared?.password }),
        {
          saved: (label) => redirect('/users', texts.saved(label)),
          refused: (reasons, status) => refused(reasons.map(asUserField(input)), status),
          conflict: async (_current, since) =>
            page(await show.conflict(call, input, since[0]?.by), 409),
        },
      );
    })
    .get('/users/:id/reset-password', mayRun(resetPassword), async (call) =>
      page(await show.reset(call)),
    )
    .post(
      '/users/:id/reset-password',
      proven(mayRun(resetPassword)),
      form(resetInput, show.reset),
      async (call) => {
        const { id, actor, input, refused } = call;
        const prepared = await prepareInitialPassword(services, input, await show.within(call));
        if (!prepared.ok) return refused(prepared.problems);
        const { password } = prepared;
        return answer(await resetPassword(services, actor, { id, password }), {
          saved: ({ label, username, mark }) => {
            if (mark !== password.mark)
              return redirect('/users', { tone: 'info', text: texts.sentTwice });
            if (password.shown === undefined)
              return redirect(`/users/${id}/edit`, texts.password.typed(label));
            return page(
              passwordPage({
                title: texts.password.resetTitle(label),
                username,
                password: password.shown,
                isNew: false,
              }),
            );
          },
          refused,
        });
      },
    )
    .post(
      '/users/:id/unlock',
      proven(mayRun(unlockUser)),
      form(backInput),
      async ({ id, actor, input }) => {
        const back = input.back === undefined ? `/users/${id}/edit` : backTo(input.back);
        return answerAt(back, await unlockUser(services, actor, { id }), ({ label }) =>
          texts.unlocked(label),
        );
      },
    )
    .post(
      '/users/:id/sign-out',
      proven(mayRun(signOutUser)),
      form(backInput),
      async ({ id, actor, input }) =>
        answerAt(
          backTo(input.back),
          await signOutUser(services, actor, { id }),
          ({ label, ...ended }) => texts.signedOut(label, ended),
        ),
    )
    .get('/users/:id/deactivate', mayRun(deactivateUser), async (call) =>
      page(await show.deactivation(call)),
    )
    .post(
      '/users/:id/deactivate',
      proven(mayRun(deactivateUser)),
      form(backInput),
      async ({ id, actor, input }) =>
        answerAt(backTo(input.back), await deactivateUser(services, actor, { id }), ({ label }) =>
          texts.deactivated(label),
        ),
    )
    .post(
      '/users/:id/activate',
      mayRun(activateUser),
      form(backInput),
      async ({ id, actor, input }) =>
        answerAt(backTo(input.back), await activateUser(services, actor, { id }), ({ label }) =>
          texts.activated(label),
        ),
    )
    .get('/users/:id/delete', mayRun(deleteUser), async (call) => page(await show.deletion(call)))
    .post(
      '/users/:id/delete',
      proven(mayRun(deleteUser)),
      form(backInput),
      async ({ id, actor, input }) =>
        answerAt(backTo(input.back), await deleteUser(services, actor, { id }), texts.deleted),
    )
    .post('/users/bulk-activate', mayRun(activateUser), form(selection), (call) =>
      inBulk(services, userList, call, {
        change: (by, id) => activateUser(services, by, { id }),
        done: texts.bulk.activated,
      }),
    )
    .post('/users/bulk-deactivate', proven(mayRun(deactivateUser)), form(selection), (call) =>
      inBulk(services, userList, call, {
        change: (by, id) => deactivateUser(services, by, { id }),
        done: texts.bulk.deactivated,
      }),
    )
    .post(
      '/users/bulk-role/choose',
      mayRun(assignRole),
      form(selection),
      async ({ actor, visit, input }) =>
        page(await show.roleForMany({ ...input, timeZone: visit.timeZone }, actor)),
    )
    .post('/users/bulk-role', proven(mayRun(assignRole)), form(roleSelection), (call) =>
      inBulk(services, userList, call, {
        change: (by, id) => assignRole(services, by, { user_id: id, role_id: call.input.role_id }),
        done: texts.bulk.roleGiven,
      }),
    )
    .post(
      '/users/bulk-delete/confirm',
      mayRun(deleteUser),
      form(selection),
      async ({ actor, visit, input }) =>
        page(await show.deletions({ ...input, timeZone: visit.timeZone }, actor)),
    )
    .post('/users/bulk-delete', proven(mayRun(deleteUser)), form(selection), (call) =>
      inBulk(services, userList, call, {
        change: (by, id) => deleteUser(services, by, { id }),
        done: texts.bulk.deleted,
      }),
    );
};

/**
 * Two users with the same name at the same moment: the store's refusal as an error of the form's
 * field (spec requests#duplicates).
 */
const asUserField =
  ({ username }: { readonly username: string }) =>
  (reason: Reason): Reason =>
    reason.field === 'name'
      ? { ...reason, field: 'username', message: texts.form.takenByChance(username) }
      : reason;

/**
 * A generated password is shown once, by the request that generated it; a resubmission of the form
 * has nothing to show.
 */
function afterPassword(
  { shown, isThisRequest }: { readonly shown: string | undefined; readonly isThisRequest: boolean },
  { username }: Pick<NewUserInput, 'username'>,
  label: string,
): Answer {
  if (!isThisRequest) return redirect('/users', { tone: 'info', text: texts.sentTwice });
  if (shown === undefined) return redirect('/users', texts.password.createdTyped(label));
  return page(
    passwordPage({
      title: texts.password.createdTitle(label),
      username,
      password: shown,
      isNew: true,
    }),
  );
}
