import { capable } from '../authority/index.ts';
import { AppError } from '../errors.ts';
import {
  type Answer,
  answer,
  answerAt,
  download,
  missing,
  page,
  problem,
  type Refuse,
  redirect,
  refusedAt,
} from '../http/answers.ts';
import { button, form, query } from '../http/parsers.ts';
import { signedIn, within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { isId } from '../ontology/property.ts';
import { type FormState, freshForm } from '../ui/form-state.ts';
import {
  changeStatus,
  editSection,
  generateMinutes,
  saveActions,
  saveAttendance,
  saveDistribution,
  signMinutes,
} from './commands.ts';
import { exportRoutes } from './export-routes.ts';
import { type MinutesCall, opener, toApprove, toEdit, toView } from './page-data.ts';
import { approvalPage, type MinutesPageProps, minutesPage } from './pages.tsx';
import { fileNameOf } from './present.ts';
import { readRecord, sectionIn } from './queries.ts';
import { verificationPage } from './record-page.tsx';
import {
  actionsInput,
  approvalQuery,
  attendanceInput,
  distributionInput,
  generateInput,
  previewInput,
  sectionInput,
  statusInput,
} from './schema.ts';
import { sectionPage } from './section-page.tsx';
import { texts } from './texts.ts';

type SectionCall = MinutesCall & { readonly section: string };

/** A large section twice, as it was and as it is now. */
const limit = 1024 * 1024;

/** A refusal of the state of things, as the specification answers it: 403. */
const refusedAsForbidden: Refuse = (problems) =>
  problem(
    new AppError('forbidden', {
      message: problems.map(({ message }) => message).join(' '),
      status: 403,
    }),
  );

/** Minutes of meetings (spec minutes). Who may use them depends on their committee: see `needs`. */
export const minutesRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const open = opener(services);

  const sectionForm = async (
    call: SectionCall,
    more: Pick<Parameters<typeof sectionPage>[0], 'state' | 'meanwhile'> = {},
  ) => {
    const { committee, minutes } = await open(call, toEdit);
    const section = sectionIn(minutes, call.section);
    if (section === undefined || minutes.status === 'approved') throw missing();
    return sectionPage({ committee, minutes, section, ...more });
  };
  const again = (call: SectionCall, state: FormState) => sectionForm(call, { state });

  /** Shows the page again with a list that others changed meanwhile, or the reason of a refusal. */
  const refusedRows =
    (
      call: MinutesCall,
      typed: (message: string) => NonNullable<MinutesPageProps['typed']>,
    ): Refuse =>
    async (problems) => {
      const [first] = problems;
      if (first?.field !== 'base') return refusedAt(`/minutes/${call.id}`)(problems);
      return page(minutesPage({ ...(await open(call)), typed: typed(first.message) }), 409);
    };

  return routes()
    .with(exportRoutes(services))
    .post(
      '/tor/:id/meetings/:meeting/minutes/generate',
      within(capable('can_record_decisions')),
      button,
      async ({ id: tor, meeting, actor }) =>
        answer(await generateMinutes(services, actor, { tor, meeting }), {
          saved: ({ id }) => redirect(`/minutes/${id}`, texts.done.generated),
          refused: refusedAsForbidden,
        }),
    )
    .post('/minutes/generate', signedIn, form(generateInput), async ({ actor, input }) => {
      const { meeting_id: meeting, tor_id: tor } = input;
      const refused = refusedAt('/tor');
      if (!isId(meeting) || !isId(tor)) return refused([{ message: texts.refused.noMeeting }]);
      const outcome = await generateMinutes(services, actor, { tor, meeting });
      if (!outcome.ok && outcome.kind === 'not-found')
        return refused([{ message: texts.refused.noMeeting }]);
      return answer(outcome, {
        saved: ({ id }) => redirect(`/minutes/${id}`, texts.done.generated),
        refused,
      });
    })
    .get('/minutes/:id', signedIn, async (call) => page(minutesPage(await open(call))))
    .get('/minutes/:id/sections/:section', signedIn, async (call) => page(await sectionForm(call)))
    .post(
      '/minutes/:id/sections/:section/preview',
      signedIn,
      form(previewInput, again, { limit }),
      async (call) => page(await sectionForm(call, { state: freshForm(call.input) })),
    )
    .post(
      '/minutes/:id/sections/:section',
      signedIn,
      form(sectionInput, again, { limit }),
      async (call) => {
        const { id, section, actor, input } = call;
        return answer(await editSection(services, actor, { ...input, id, section }), {
          saved: (type) => redirect(`/minutes/${id}`, texts.section.saved(texts.sections[type])),
          refused: refusedAt(`/minutes/${id}`),
          conflict: async (_current, since): Promise<Answer> => {
            const { content: typed, base } = input;
            const meanwhile = { by: since[0]?.by, base, typed };
            const state = freshForm({ content: typed });
            return page(await sectionForm(call, { state, meanwhile }), 409);
          },
        });
      },
    )
    .get('/minutes/:id/approve', signedIn, query(approvalQuery), async (call) => {
      const opened = await open(call, toApprove);
      return opened.minutes.status === 'pending_approval'
        ? page(approvalPage({ ...opened, seen: call.filter.seen }))
        : redirect(`/minutes/${call.id}`, { tone: 'error', text: texts.refused.move });
    })
    .post('/minutes/:id/status', signedIn, form(statusInput), async ({ id, actor, input }) =>
      answerAt(
        `/minutes/${id}`,
        await changeStatus(services, actor, { id, to: input.status, seen: input.seen }),
        (status) => texts.done[status],
      ),
    )
    .post(
      '/minutes/:id/distribution',
      signedIn,
      form(distributionInput),
      async ({ id, actor, input }) => {
        const { distribution_list: entries, base } = input;
        return answerAt(
          `/minutes/${id}`,
          await saveDistribution(services, actor, { id, entries, base }),
          texts.distribution.saved,
        );
      },
    )
    .post(
      '/minutes/:id/attendance',
      signedIn,
      form(attendanceInput, undefined, { limit }),
      async (call) => {
        const { id, actor, input } = call;
        const { rows, base } = input;
        if (rows === undefined)
          return refusedAt(`/minutes/${id}`)([{ message: texts.refused.attendance }]);
        return answer(await saveAttendance(services, actor, { id, rows, base }), {
          saved: () => redirect(`/minutes/${id}`, texts.attendance.saved),
          refused: refusedRows(call, (message) => ({ attendance: { rows, message } })),
        });
      },
    )
    .post(
      '/minutes/:id/action-items',
      signedIn,
      form(actionsInput, undefined, { limit }),
      async (call) => {
        const { id, actor, input } = call;
        const { rows, base } = input;
        if (rows === undefined)
          return refusedAt(`/minutes/${id}`)([{ message: texts.refused.actions }]);
        return answer(await saveActions(services, actor, { id, rows, base }), {
          saved: () => redirect(`/minutes/${id}`, texts.items.saved),
          refused: refusedRows(call, (message) => ({ actions: { rows, message } })),
        });
      },
    )
    .post('/minutes/:id/sign', signedIn, button, async ({ id, actor }) =>
      answerAt(`/minutes/${id}`, await signMinutes(services, actor, { id }), texts.done.signed),
    )
    .get('/minutes/:id/verify', signedIn, async (call) =>
      page(verificationPage(await open(call, { ...toView, verify: true }))),
    )
    .get('/minutes/:id/record.json', signedIn, async (call) => {
      const { minutes } = await open(call);
      const body = await readRecord(db, minutes.id);
      if (body === undefined) throw missing();
      const type = 'application/json; charset=utf-8';
      return download({ body, type, fileName: fileNameOf(minutes.id, 'json') });
    });
};
