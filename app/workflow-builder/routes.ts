import { answerAt, missing, page, redirect } from '../http/answers.ts';
import { button, form } from '../http/parsers.ts';
import { mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { freshForm } from '../ui/form-state.ts';
import type { Built } from './built.ts';
import {
  createStatus,
  createTransition,
  deleteStatus,
  deleteTransition,
  updateStatus,
  updateTransition,
} from './commands.ts';
import { statusForm, transitionForm } from './forms.tsx';
import {
  builderPage,
  listPage,
  statusDeletionPage,
  statusPage,
  transitionDeletionPage,
  transitionPage,
} from './pages.tsx';
import { effectOf, listWorkflows, readBuilt } from './queries.ts';
import { isCode } from './rules.ts';
import {
  newStatusForm,
  newTransitionForm,
  newWorkflowForm,
  statusForm as statusInput,
  statusOf,
  transitionForm as transitionInput,
  transitionOf,
} from './schema.ts';
import { texts } from './texts.ts';

/** The workflow builder (spec workflow#builder). */
export const workflowBuilderRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const manages = mayRun(createStatus);
  const built = (scope: string): Promise<Built> => {
    if (!isCode(scope)) throw missing();
    return readBuilt(db, scope);
  };
  const withStatus = async (scope: string, id: string) => {
    const found = (await built(scope)).definition.statuses.find((one) => one.id === id);
    if (found === undefined) throw missing();
    return found;
  };
  const withTransition = async (scope: string, id: string) => {
    const whole = await built(scope);
    const transition = whole.definition.transitions.find((one) => one.id === id);
    if (transition === undefined) throw missing();
    return { built: whole, transition };
  };
  const at = (scope: string): string => `/workflow/builder/${scope}`;
  return routes()
    .offer('/workflow/builder', texts.offers.builder)
    .get('/workflow/builder', manages, async () => page(listPage(await listWorkflows(db))))
    .post('/workflow/builder', manages, form(newWorkflowForm), async ({ input: { scope } }) =>
      isCode(scope)
        ? redirect(at(scope))
        : redirect('/workflow/builder', { tone: 'error', text: texts.refused.code }),
    )
    .get('/workflow/builder/:scope(text)', manages, async ({ scope }) =>
      page(builderPage(await built(scope))),
    )
    .post(
      '/workflow/builder/:scope(text)/statuses',
      manages,
      form(newStatusForm),
      async ({ scope, actor, input }) =>
        answerAt(
          at(scope),
          await createStatus(services, actor, {
            ...statusOf(input),
            ...{ scope, code: input.status_code },
          }),
          texts.statuses.added,
        ),
    )
    .get('/workflow/builder/:scope(text)/statuses/:part/edit', manages, async ({ scope, part }) => {
      const status = await withStatus(scope, part);
      return page(statusPage({ scope, status, state: statusForm(status) }));
    })
    .post(
      '/workflow/builder/:scope(text)/statuses/:part/update',
      mayRun(updateStatus),
      form(statusInput),
      async ({ scope, part, actor, input }) =>
        answerAt(
          at(scope),
          await updateStatus(services, actor, { ...statusOf(input), scope, id: part }),
          texts.statuses.saved,
        ),
    )
    .get('/workflow/builder/:scope(text)/statuses/:part/delete', manages, async ({ scope, part }) =>
      page(statusDeletionPage(scope, await withStatus(scope, part))),
    )
    .post(
      '/workflow/builder/:scope(text)/statuses/:part/delete',
      mayRun(deleteStatus),
      button,
      async ({ scope, part, actor }) =>
        answerAt(
          at(scope),
          await deleteStatus(services, actor, { scope, id: part }),
          texts.statuses.deleted,
        ),
    )
    .post(
      '/workflow/builder/:scope(text)/transitions',
      mayRun(createTransition),
      form(newTransitionForm),
      async ({ scope, actor, input }) =>
        answerAt(
          at(scope),
          await createTransition(services, actor, {
            ...transitionOf(input),
            ...{ scope, from: input.from_status_id, to: input.to_status_id },
          }),
          texts.transitions.added,
        ),
    )
    .get(
      '/workflow/builder/:scope(text)/transitions/:part/edit',
      manages,
      async ({ scope, part }) => {
        const found = await withTransition(scope, part);
        return page(transitionPage({ ...found, state: transitionForm(found.transition) }));
      },
    )
    .post(
      '/workflow/builder/:scope(text)/transitions/:part/check',
      manages,
      form(transitionInput),
      async ({ scope, part, input, now }) => {
        const found = await withTransition(scope, part);
        const wanted = { ...found.transition, ...transitionOf(input) };
        const effect = await effectOf(db, found.built.definition, wanted, now);
        const { values } = transitionForm(wanted);
        return page(transitionPage({ ...found, state: freshForm(values), effect }));
      },
    )
    .post(
      '/workflow/builder/:scope(text)/transitions/:part/update',
      mayRun(updateTransition),
      form(transitionInput),
      async ({ scope, part, actor, input }) =>
        answerAt(
          at(scope),
          await updateTransition(services, actor, { ...transitionOf(input), scope, id: part }),
          texts.transitions.saved,
        ),
    )
    .get(
      '/workflow/builder/:scope(text)/transitions/:part/delete',
      manages,
      async ({ scope, part }) => {
        const { built: whole, transition } = await withTransition(scope, part);
        return page(transitionDeletionPage(whole, transition));
      },
    )
    .post(
      '/workflow/builder/:scope(text)/transitions/:part/delete',
      mayRun(deleteTransition),
      button,
      async ({ scope, part, actor }) =>
        answerAt(
          at(scope),
          await deleteTransition(services, actor, { scope, id: part }),
          texts.transitions.deleted,
        ),
    );
};
