import { answer, page, redirect } from '../../http/answers.ts';
import type { Call } from '../../http/call.ts';
import { form, query } from '../../http/parsers.ts';
import { mayRun, proven } from '../../http/policy.ts';
import { routes } from '../../http/routes.ts';
import type { Actor } from '../../ontology/actor.ts';
import type { CommandServices } from '../../ontology/command.ts';
import { type FormState, freshForm } from '../../ui/form-state.ts';
import { readCatalogue } from '../queries.ts';
import { updateMatrix } from './commands.ts';
import { matrixPage } from './pages.tsx';
import { changedBoxes, matrixOf } from './present.ts';
import { countHolders, listMatrixRoles } from './queries.ts';
import { matrixDraft, matrixInput, matrixQuery } from './schema.ts';
import { texts } from './texts.ts';

export const matrixRoutes = (services: CommandServices) =>
  routes()
    .offer('/menu-builder', texts.offers.permissions)
    .get('/menu-builder', mayRun(updateMatrix), query(matrixQuery), async (call) =>
      page(matrixPage({ matrix: await readMatrix(services, call, call.filter.role) })),
    )
    .post(
      '/menu-builder/draft',
      mayRun(updateMatrix),
      form(matrixDraft, undefined, { limit }),
      async (call) => page(await matrixAgain(services, call, freshForm(call.input))),
    )
    .post(
      '/menu-builder',
      proven(mayRun(updateMatrix)),
      form(matrixInput, (call: OwnCall, sent) => matrixAgain(services, call, sent), { limit }),
      async ({ actor, input, refused }) =>
        answer(await updateMatrix(services, actor, input), {
          saved: ({ given, taken }) =>
            redirect(
              input.only === undefined ? '/menu-builder' : `/menu-builder?role=${input.only}`,
              texts.saved(given, taken),
            ),
          refused,
        }),
    );

type OwnCall = Call & { readonly actor: Actor };

/** Size in bytes of the complete matrix, as submitted without JavaScript. */
const limit = 256 * 1024;

/** The current state; runs two statements concurrently. */
async function readMatrix(
  { db }: CommandServices,
  { actor, isPage }: OwnCall,
  only?: string,
  sent?: FormState,
) {
  const [roles, { permissions, menuEntries }] = await Promise.all([
    listMatrixRoles(db),
    readCatalogue(db),
  ]);
  const wanted = sent === undefined ? undefined : matrixInput.safeParse(sent.values).data;
  const powers = actor.permissions;
  return matrixOf({
    roles,
    permissions,
    menuEntries,
    powers,
    isPage,
    only,
    ...(wanted === undefined ? {} : { wanted }),
  });
}

/** The page after a refusal: the current state with the submitted changes applied. */
async function matrixAgain(services: CommandServices, call: OwnCall, sent: FormState) {
  const { only } = matrixInput.safeParse(sent.values).data ?? {};
  const matrix = await readMatrix(services, call, only, sent);
  const changed = changedBoxes(matrix);
  const people = await countHolders(services.db, [...new Set(changed.map(({ role }) => role.id))]);
  return matrixPage({
    matrix,
    problems: sent.problems,
    unsaved: { changes: changed.length, people },
  });
}
