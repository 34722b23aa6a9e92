import { answer, page, redirect } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { form, query } from '../http/parsers.ts';
import { may, proven } from '../http/policy.ts';
import { routes } from '../http/routes.ts';
import type { Actor } from '../ontology/actor.ts';
import type { CommandServices } from '../ontology/command.ts';
import { readCatalogue } from '../roles/index.ts';
import type { FormState } from '../ui/form-state.ts';
import { updateMatrix } from './commands.ts';
import { menuBuilderPage } from './pages.tsx';
import { matrixOf } from './present.ts';
import { listMatrixRoles } from './queries.ts';
import { matrixInput, matrixQuery } from './schema.ts';
import { texts } from './texts.ts';

export const menuRoutes = (services: CommandServices) =>
  routes()
    .get('/menu-builder', may('roles.manage'), query(matrixQuery), async ({ actor, filter }) =>
      page(menuBuilderPage({ matrix: await readMatrix(services, actor, filter.role) })),
    )
    .post(
      '/menu-builder',
      proven(may('roles.manage')),
      form(matrixInput, ({ actor }: Call & { readonly actor: Actor }, sent) => matrixAgain(services, actor, sent), { limit: 256 * 1024 }),
      async ({ actor, input, refused }) =>
        answer(await updateMatrix(services, actor, input), {
          saved: ({ given, taken }) =>
            redirect(input.only === undefined ? '/menu-builder' : `/menu-builder?role=${input.only}`, texts.saved(given, taken)),
          refused,
        }),
    );

/** How it is now; two statements at the same time. */
async function readMatrix({ db }: CommandServices, { permissions: powers }: Pick<Actor, 'permissions'>, only?: string, sent?: FormState) {
  const [roles, { permissions, navigation }] = await Promise.all([listMatrixRoles(db), readCatalogue(db)]);
  const wanted = sent === undefined ? undefined : matrixInput.safeParse(sent.values).data;
  return matrixOf({ roles, permissions, navigation, powers, only, ...(wanted === undefined ? {} : { wanted }) });
}

/** The page after a refusal: as it is now, with what was ticked and unticked on top. */
async function matrixAgain(services: CommandServices, actor: Actor, sent: FormState) {
  const { only } = matrixInput.safeParse(sent.values).data ?? {};
  return menuBuilderPage({ matrix: await readMatrix(services, actor, only, sent), problems: sent.problems });
}
