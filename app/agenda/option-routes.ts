import { answer, answerAt, page, redirect, refusedAt } from '../http/answers.ts';
import { button, form } from '../http/parsers.ts';
import { mayRunWithin } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { pathOf } from './frame.tsx';
import {
  addSection,
  createOption,
  deleteOption,
  deleteSection,
  type OptionPath,
  updateOption,
  updateSection,
} from './option-commands.ts';
import { pointViews } from './page-data.ts';
import { newOptionInput, noInput, optionInput, sectionInput } from './schema.ts';
import { texts } from './texts.ts';

const all = '/tor/:id/workflow/agenda/:agenda/coa';
const one = `${all}/:coa` as const;
const section = `${one}/sections/:section` as const;

/** Sections have up to 20,000 characters each (spec agenda#sections). */
const limit = 1024 * 1024;

/** Courses of action of an agenda point, and their sections (spec agenda#options). */
export const optionRoutes = (services: CommandServices): Routes => {
  const show = pointViews(services);
  return routes()
    .get(`${all}/new`, mayRunWithin(createOption), async (call) => page(await show.newOption(call)))
    .post(
      all,
      mayRunWithin(createOption),
      form(newOptionInput, show.newOption, { limit }),
      async (call) => {
        const path = { tor: call.id, id: call.agenda };
        return answer(await createOption(services, call.actor, { ...call.input, ...path }), {
          saved: ({ id, title }) =>
            redirect(editOf({ ...call, coa: id }), texts.optionCreated(title)),
          refused: call.refused,
        });
      },
    )
    .get(`${one}/edit`, mayRunWithin(updateOption), async (call) =>
      page(await show.editOption(call)),
    )
    .post(one, mayRunWithin(updateOption), form(optionInput, show.editOption), async (call) =>
      answer(await updateOption(services, call.actor, { ...call.input, ...pathIn(call) }), {
        saved: ({ title }) => redirect(editOf(call), texts.optionSaved(title)),
        refused: call.refused,
      }),
    )
    .get(`${one}/delete`, mayRunWithin(deleteOption), async (call) =>
      page(await show.optionDeletion(call)),
    )
    .post(`${one}/delete`, mayRunWithin(deleteOption), button, async (call) =>
      answer(await deleteOption(services, call.actor, pathIn(call)), {
        saved: (title) => redirect(pathOf(call.id, call.agenda), texts.optionDeleted(title)),
        refused: refusedAt(editOf(call)),
      }),
    )
    .post(
      `${one}/sections`,
      mayRunWithin(addSection),
      form(sectionInput, show.newSection, { limit }),
      async (call) =>
        answer(await addSection(services, call.actor, { ...call.input, ...pathIn(call) }), {
          saved: ({ title }) => redirect(editOf(call), texts.sectionAdded(title)),
          refused: call.refused,
        }),
    )
    .post(
      section,
      mayRunWithin(updateSection),
      form(sectionInput, show.editSection, { limit }),
      async (call) => {
        const path = { ...pathIn(call), section: call.section };
        return answer(await updateSection(services, call.actor, { ...call.input, ...path }), {
          saved: ({ title }) => redirect(editOf(call), texts.sectionSaved(title)),
          refused: call.refused,
        });
      },
    )
    .post(
      `${section}/delete`,
      mayRunWithin(deleteSection),
      form(noInput, undefined, { limit }),
      async (call) => {
        const path = { ...pathIn(call), section: call.section };
        return answerAt(
          editOf(call),
          await deleteSection(services, call.actor, path),
          texts.sectionDeleted,
        );
      },
    );
};

interface Params {
  readonly id: string;
  readonly agenda: string;
  readonly coa: string;
}

const pathIn = ({ id, agenda, coa }: Params): OptionPath => ({ tor: id, id: agenda, coa });

const editOf = ({ id, agenda, coa }: Params): string => `${pathOf(id, agenda)}/coa/${coa}/edit`;
