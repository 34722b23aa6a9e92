import { command } from '../ontology/command.ts';
import { refuseMissing, saved } from '../ontology/outcome.ts';
import type { Attachment } from './attachment.ts';
import { findAttachment } from './attachment-queries.ts';
import { completeAttachment, removeAttachment } from './attachment-store.ts';
import { openDocument } from './commands.ts';
import { askerAt } from './visibility.ts';

type Arrived = Pick<Attachment, 'id' | 'documentId' | 'name' | 'mediaType' | 'bytes' | 'sha256'>;

/** Makes a file that has arrived part of its document. Returns its name. */
export const addAttachment = command<Arrived, string>(
  'document.attachment_added',
  { may: 'document.edit' },
  async (tx, { actor, input, now }) => {
    const { document } = await openDocument(tx, askerAt(actor, now), { id: input.documentId });
    await completeAttachment(tx, input.id, input);
    return saved({
      target: { type: 'document', id: document.id, label: document.title },
      after: factsOf(input),
      value: input.name,
    });
  },
);

/** Deletes a file of a document. Returns it. */
export const deleteAttachment = command<{ readonly id: string }, Attachment>(
  'document.attachment_deleted',
  { may: 'document.edit' },
  async (tx, { actor, input, now }) => {
    const found = await findAttachment(tx, input.id, askerAt(actor, now), 'document.edit');
    if (found === undefined) throw refuseMissing();
    await removeAttachment(tx, found.id);
    return saved({
      target: { type: 'document', id: found.documentId, label: found.title },
      before: factsOf(found),
      value: found,
    });
  },
);

const factsOf = ({ name, mediaType, bytes, sha256 }: Arrived) => ({
  ...{ file: name, media_type: mediaType, bytes, sha256 },
});
