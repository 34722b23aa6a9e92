import type { VNode } from 'preact';
import {
  type Answer,
  answer,
  download,
  missing,
  page,
  redirect,
  refusedAsProblem,
  withHeaders,
} from '../http/answers.ts';
import { form } from '../http/parsers.ts';
import { may, mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { wantsJson } from '../http/wants-json.ts';
import { type FormProblem, type FormState, freshForm } from '../ui/form-state.ts';
import { type AttachmentServices, takeIn } from './arriving.ts';
import { inlinePolicies, isShownInline } from './attachment.ts';
import { addAttachment, deleteAttachment } from './attachment-commands.ts';
import { attachmentsPage, deleteAttachmentPage } from './attachment-page.tsx';
import {
  type FoundAttachment,
  findAttachment,
  listAttachments,
  mostAttachmentBytes,
  readPieces,
} from './attachment-queries.ts';
import { attachmentUpload, problemsOf } from './attachment-upload.ts';
import { type DocumentCall, documentViews, type OwnCall } from './page-data.ts';
import { asReader } from './reader.ts';
import { noInput } from './schema.ts';
import { storingInTurn } from './storing.ts';
import { texts } from './texts.ts';
import { askerAt, type DocumentCode } from './visibility.ts';

/** More than any setting allows, in bytes. */
const most = 50 * 1024 * 1024;

/** Files of documents: their list, upload and download (spec documents#attachments). */
export const attachmentRoutes = (services: AttachmentServices): Routes => {
  const { db } = services;
  const inTurn = storingInTurn();
  const { seen } = documentViews(services);

  const show = async (call: DocumentCall, state?: FormState): Promise<VNode> => {
    const [document, files] = await Promise.all([seen(call), listAttachments(db, call.id)]);
    return attachmentsPage({
      ...{ document, ...files, state },
      reader: asReader(call.actor),
    });
  };

  const refused = async (
    call: OwnCall,
    id: string,
    problems: readonly FormProblem[],
  ): Promise<Answer> => {
    if (id === '') throw missing();
    if (wantsJson(call.request)) return refusedAsProblem(problems);
    return page(await show({ ...call, id }, { ...freshForm(), problems }), 422);
  };

  const found = async (
    { id, actor, now }: DocumentCall,
    code?: DocumentCode,
  ): Promise<FoundAttachment> => {
    const file = await findAttachment(db, id, askerAt(actor, now), code);
    if (file === undefined) throw missing();
    return file;
  };

  return routes()
    .get('/documents/:id/attachments', may('document.view'), async (call) => page(await show(call)))
    .post(
      '/attachments',
      mayRun(addAttachment),
      attachmentUpload<OwnCall>({ most, refused }),
      async (call) => {
        const { documentId: id, file, end } = call.upload;
        try {
          if (id === '') throw missing();
          await seen({ ...call, id }, 'document.edit');
          const limit = await mostAttachmentBytes(db);
          const { name, content } = file;
          const arrived = { documentId: id, name, content, most: limit, inTurn };
          return answer(await takeIn(services, call.actor, arrived), {
            saved: (added) =>
              redirect(`/documents/${id}/attachments`, texts.attachments.done(added)),
          });
        } catch (error) {
          const problems = problemsOf(error);
          await end();
          return refused(call, id, problems);
        }
      },
    )
    .get('/attachments/:id', may('document.view'), async (call) => {
      const { id, mediaType, name, sha256 } = await found(call);
      const sent = download({ body: readPieces(db, id), type: mediaType, fileName: name });
      return withHeaders(sent, { 'Repr-Digest': digestOf(sha256) });
    })
    .get('/attachments/:id/view', may('document.view'), async (call) => {
      const file = await found(call);
      if (!isShownInline(file)) throw missing();
      const { id, mediaType, name } = file;
      const type = mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType;
      return withHeaders(download({ body: readPieces(db, id), type }), {
        'Content-Disposition': `inline; filename*=UTF-8''${encodeURIComponent(name)}`,
        'Content-Security-Policy': inlinePolicies[mediaType] ?? "default-src 'none'; sandbox",
      });
    })
    .get('/attachments/:id/delete', mayRun(deleteAttachment), async (call) =>
      page(deleteAttachmentPage(await found(call, 'document.edit'))),
    )
    .post(
      '/attachments/:id/delete',
      mayRun(deleteAttachment),
      form(noInput),
      async ({ id, actor }) =>
        answer(await deleteAttachment(services, actor, { id }), {
          saved: ({ documentId, name }) =>
            redirect(`/documents/${documentId}/attachments`, texts.attachments.deleted(name)),
        }),
    );
};

/** The digest as programs check it (RFC 9530). */
const digestOf = (sha256: string): string =>
  `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
