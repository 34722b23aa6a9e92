import type { VNode } from 'preact';
import { z } from 'zod';
import { askerAt, documentReader, findDocument } from '../documents/index.ts';
import { AppError } from '../errors.ts';
import {
  type Answer,
  answer,
  answerAt,
  download,
  missing,
  page,
  redirect,
  refusedAsProblem,
  refusedAt,
  withHeaders,
} from '../http/answers.ts';
import type { OwnCall } from '../http/call.ts';
import { id as idField } from '../http/fields.ts';
import { button, query } from '../http/parsers.ts';
import { may, signedIn } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { wantsJson } from '../http/wants-json.ts';
import { type FormProblem, type FormState, freshForm } from '../ui/form-state.ts';
import { type AttachmentServices, takeIn } from './arriving.ts';
import { type FoundAttachment, inlinePolicies, isShownInline } from './attachment.ts';
import { deleteAttachment } from './commands.ts';
import { type Owner, pageOf } from './owner.ts';
import { findOwner } from './owner-queries.ts';
import { attachmentsPage, deleteAttachmentPage, newAttachmentPage } from './pages.tsx';
import { findAttachment, listAttachments, mostAttachmentBytes, readPieces } from './queries.ts';
import { areFrozen } from './rules.ts';
import { storingInTurn } from './storing.ts';
import { texts } from './texts.ts';
import { attachmentUpload, problemsOf } from './upload.ts';

/** More than any setting allows, in bytes. */
const most = 50 * 1024 * 1024;

type IdCall = OwnCall & { readonly id: string };

const ownerQuery = z.object({ entity: idField });

/** Files of documents and items: their list, upload and download (spec attachments#upload). */
export const attachmentRoutes = (services: AttachmentServices): Routes => {
  const { db } = services;
  const inTurn = storingInTurn();

  const tab = async (call: IdCall, state?: FormState): Promise<VNode> => {
    const { id, actor, now } = call;
    const [document, files] = await Promise.all([
      findDocument(db, id, askerAt(actor, now)),
      listAttachments(db, id),
    ]);
    if (document === undefined) throw missing();
    return attachmentsPage({ ...{ document, ...files, state }, reader: documentReader(actor) });
  };

  /** The owner of the file, if the reader may see it; 403 for those who may not edit it. */
  const editable = async ({ actor, now }: OwnCall, id: string): Promise<Owner> => {
    const owner = id === '' ? undefined : await findOwner(db, id, askerAt(actor, now));
    if (owner === undefined) throw missing();
    if (!owner.mayEdit)
      throw new AppError('forbidden', { message: texts.refused.mayNot, status: 403 });
    return owner;
  };

  const refused = async (
    call: OwnCall,
    id: string,
    problems: readonly FormProblem[],
  ): Promise<Answer> => {
    const owner = await editable(call, id);
    const status = areFrozen(owner) ? 409 : 422;
    if (wantsJson(call.request)) return refusedAsProblem(problems, status);
    const state = { ...freshForm(), problems };
    if (owner.type === 'document') return page(await tab({ ...call, id }, state), status);
    return page(newAttachmentPage(owner, { most: await mostAttachmentBytes(db), state }), status);
  };

  const found = async ({ id, actor, now }: IdCall): Promise<FoundAttachment> => {
    const file = await findAttachment(db, id, askerAt(actor, now));
    if (file === undefined) throw missing();
    return file;
  };

  return routes()
    .get('/documents/:id/attachments', may('document.view'), async (call) => page(await tab(call)))
    .get('/attachments/new', signedIn, query(ownerQuery), async (call) => {
      const owner = await editable(call, call.filter.entity);
      return page(newAttachmentPage(owner, { most: await mostAttachmentBytes(db) }));
    })
    .post('/attachments', signedIn, attachmentUpload<OwnCall>({ most, refused }), async (call) => {
      const { entityId, file, end } = call.upload;
      try {
        const owner = await editable(call, entityId);
        if (areFrozen(owner)) throw frozen();
        const limit = await mostAttachmentBytes(db);
        const { name, content } = file;
        const arrived = { entityId, name, content, most: limit, inTurn };
        return answer(await takeIn(services, call.actor, arrived), {
          saved: (added) => redirect(pageOf(owner), texts.done(added)),
          refused: (problems, status) =>
            wantsJson(call.request)
              ? refusedAsProblem(problems, status)
              : refusedAt(pageOf(owner))(problems, status),
        });
      } catch (error) {
        const problems = problemsOf(error);
        await end();
        return refused(call, entityId, problems);
      }
    })
    .get('/attachments/:id', signedIn, async (call) => {
      const { id, mediaType, name, sha256 } = await found(call);
      const sent = download({ body: readPieces(db, id), type: mediaType, fileName: name });
      return withHeaders(sent, { 'Repr-Digest': digestOf(sha256) });
    })
    .get('/attachments/:id/view', signedIn, async (call) => {
      const file = await found(call);
      if (!isShownInline(file)) throw missing();
      const { id, mediaType, name } = file;
      const type = mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType;
      return withHeaders(download({ body: readPieces(db, id), type }), {
        'Content-Disposition': `inline; filename*=UTF-8''${encodeURIComponent(name)}`,
        'Content-Security-Policy': inlinePolicies[mediaType] ?? "default-src 'none'; sandbox",
      });
    })
    .get('/attachments/:id/delete', signedIn, async (call) => {
      const file = await found(call);
      await editable(call, file.owner.id);
      return page(deleteAttachmentPage(file));
    })
    .post('/attachments/:id/delete', signedIn, button, async (call) => {
      const { owner } = await found(call);
      return answerAt(
        pageOf(owner),
        await deleteAttachment(services, call.actor, { id: call.id }),
        ({ name }) => texts.deleted(name),
      );
    });
};

const frozen = (): AppError =>
  new AppError('not_accepted', {
    ...{ message: texts.refused.frozen, status: 409 },
    details: { problems: [{ message: texts.refused.frozen, code: 'frozen' }] },
  });

/** The digest as programs check it (RFC 9530). */
const digestOf = (sha256: string): string =>
  `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
