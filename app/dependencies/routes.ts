import { answer, answerAt, json, missing, page, redirect } from '../http/answers.ts';
import type { Call, InCommittee } from '../http/call.ts';
import { form, query } from '../http/parsers.ts';
import { mayRunWithin } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { FormState } from '../ui/form-state.ts';
import { addDependency, removeDependency } from './commands.ts';
import { formPage, removePage } from './pages.tsx';
import { findDependency, listCandidates } from './queries.ts';
import { candidatesInput, dependencyInput } from './schema.ts';
import { texts } from './texts.ts';

/** Dependencies of a committee (spec dependencies#changes). */
export const dependencyRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const adds = mayRunWithin(addDependency);
  const removes = mayRunWithin(removeDependency);
  const newForm = async ({ committee }: Call & InCommittee, state?: FormState) =>
    formPage({ committee, candidates: await listCandidates(db, committee.id, ''), state });
  return routes()
    .get('/tor/:id/dependencies/new', adds, async (call) => page(await newForm(call)))
    .get(
      '/tor/:id/dependencies/candidates',
      adds,
      query(candidatesInput),
      async ({ id, filter: { q } }) =>
        json(
          (await listCandidates(db, id, q)).map((each) => ({ value: each.id, label: each.label })),
        ),
    )
    .post(
      '/tor/:id/dependencies',
      adds,
      form(dependencyInput, newForm),
      async ({ id, actor, input, refused }) =>
        answer(await addDependency(services, actor, { ...input, committee: id }), {
          saved: (other) => redirect(`/tor/${id}`, texts.added(other)),
          refused,
        }),
    )
    .get('/tor/:id/dependencies/:relation/delete', removes, async ({ committee, relation }) => {
      const found = await findDependency(db, committee.id, relation);
      if (found === undefined) throw missing();
      return page(removePage(committee, found));
    })
    .post('/tor/:id/dependencies/:relation/delete', removes, async ({ id, actor, relation }) =>
      answerAt(
        `/tor/${id}`,
        await removeDependency(services, actor, { committee: id, id: relation }),
        texts.removed,
      ),
    );
};
