import { inBody } from '../authority/index.ts';
import { askerAt } from '../documents/index.ts';
import {
  type Answer,
  answer,
  answerAt,
  download,
  missing,
  page,
  redirect,
  refusedAt,
} from '../http/answers.ts';
import type { CommitteeCall } from '../http/call.ts';
import { button, form } from '../http/parsers.ts';
import { canRunIn, mayRunWithin, within } from '../http/policy.ts';
import { printed } from '../http/printed-page.tsx';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { writePdf } from '../pdf/index.ts';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { issuePack, markRead, noteOpened } from './commands.ts';
import { fileNameOf, pdfOf } from './export.ts';
import { exportPage, exportStyle } from './export-page.tsx';
import type { FoundPack, PackPath } from './pack.ts';
import { issuePage, packPage } from './pages.tsx';
import { findPack, readOffer } from './queries.ts';
import { issueInput } from './schema.ts';
import { texts } from './texts.ts';

type MeetingCall = CommitteeCall & { readonly meeting: string };
type PackCall = MeetingCall & { readonly number: string };

const reads = inBody('meetings.view');
const all = '/tor/:id/meetings/:meeting/packs';
const one = `${all}/:number` as const;

const pathOf = ({ id, meeting, number }: PackCall): PackPath => ({
  ...{ tor: id, meeting, number: Number(number) },
});
const addressOf = ({ id, meeting }: Pick<MeetingCall, 'id' | 'meeting'>): string =>
  `/tor/${id}/meetings/${meeting}/packs`;

/** Meeting packs: issued, read and exported (spec meeting-pack). */
export const meetingPackRoutes = (services: CommandServices): Routes => {
  const { db } = services;

  /** Returns a pack of the meeting in the path, and notes that the reader opened it. */
  const opened = async (call: PackCall): Promise<FoundPack> => {
    const found = await findPack(db, pathOf(call), call.now);
    if (found === undefined) throw missing();
    const isKnown = found.pack.readers.some(({ userId }) => userId === call.actor.id);
    if (!isKnown) await noteOpened(services, call.actor, pathOf(call));
    return found;
  };

  const issueForm = async (call: MeetingCall, state?: FormState): Promise<Answer> => {
    const { committee, actor, now } = call;
    const path = { tor: call.id, meeting: call.meeting };
    const { meeting, papers, linked } = await readOffer(db, path, askerAt(actor, now));
    if (meeting === null) throw missing();
    return page(
      issuePage({
        ...{ committee, meeting, papers },
        state: state ?? freshForm({ document_id: linked }),
      }),
    );
  };

  return routes()
    .get(`${all}/new`, mayRunWithin(issuePack), (call) => issueForm(call))
    .post(all, mayRunWithin(issuePack), form(issueInput), async (call) => {
      const { id: tor, meeting, actor, input } = call;
      const wanted = { tor, meeting, documents: input.document_id };
      return answer(await issuePack(services, actor, wanted), {
        saved: (number) => redirect(`${addressOf(call)}/${number}`, texts.issue.done(number)),
        refused: refusedAt(`/tor/${tor}/meetings/${meeting}`),
      });
    })
    .get(one, within(reads), async (call) => {
      const { committee, actor } = call;
      const found = await opened(call);
      return page(
        packPage({
          ...{ ...found, committee, reader: actor.id },
          seesReaders: canRunIn(actor, issuePack, committee),
        }),
      );
    })
    .post(`${one}/read`, mayRunWithin(markRead), button, async (call) =>
      answerAt(
        `${addressOf(call)}/${call.number}`,
        await markRead(services, call.actor, pathOf(call)),
        texts.done.read,
      ),
    )
    .get(`${one}/export`, within(reads), async (call) => {
      const { pack } = await opened(call);
      const fileName = fileNameOf(call.meeting, pack.number, 'html');
      return printed({
        title: texts.fileTitle(pack.content.meeting),
        style: exportStyle,
        body: exportPage(pack),
        fileName,
      });
    })
    .get(`${one}/export.pdf`, within(reads), async (call) => {
      const { pack } = await opened(call);
      return download({
        ...{ body: await writePdf(pdfOf(pack)), type: 'application/pdf' },
        fileName: fileNameOf(call.meeting, pack.number, 'pdf'),
      });
    })
    .get(`${one}/record.json`, within(reads), async (call) => {
      const { pack } = await opened(call);
      return download({
        ...{ body: pack.stored, type: 'application/json; charset=utf-8' },
        fileName: fileNameOf(call.meeting, pack.number, 'json'),
      });
    });
};
