import type { Tx } from '../db/database.ts';
import { askerAt } from '../documents/index.ts';
import { command, type Rule } from '../ontology/command.ts';
import { lockEntity } from '../ontology/entities.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import type { Attachment, FoundAttachment } from './attachment.ts';
import { completeAttachment, removeAttachment } from './attachment-store.ts';
import type { Owner } from './owner.ts';
import { findOwner } from './owner-queries.ts';
import { findAttachment } from './queries.ts';
import { areFrozen } from './rules.ts';
import { texts } from './texts.ts';

type Arrived = Pick<Attachment, 'id' | 'entityId' | 'name' | 'mediaType' | 'bytes' | 'sha256'>;

/** Who may edit what the file belongs to; 404 for those who may not see it. */
const mayAdd: Rule<Arrived> = async (tx, { actor, input, now }) => {
  const owner = await findOwner(tx, input.entityId, askerAt(actor, now));
  if (owner === undefined) throw refuseMissing();
  return owner.mayEdit || texts.refused.mayNot;
};

/**
 * Makes a file that has arrived part of what it belongs to. Refused with 409 once its files may no
 * longer change (spec attachments#frozen). Returns its name.
 */
export const addAttachment = command<Arrived, string>(
  'document.attachment_added',
  { may: mayAdd },
  async (tx, { actor, input, now }) => {
    const owner = await lockOwner(tx, await findOwner(tx, input.entityId, askerAt(actor, now)));
    await completeAttachment(tx, input.id, input);
    return saved({
      ...{ target: owner, action: `${owner.type}.attachment_added` },
      ...{ after: factsOf(input), value: input.name },
    });
  },
);

const mayDelete: Rule<{ readonly id: string }> = async (tx, { actor, input, now }) => {
  const found = await findAttachment(tx, input.id, askerAt(actor, now));
  if (found === undefined) throw refuseMissing();
  return found.owner.mayEdit || texts.refused.mayNot;
};

/** Deletes a file, as long as the files of its owner may change. Returns it. */
export const deleteAttachment = command<{ readonly id: string }, FoundAttachment>(
  'document.attachment_deleted',
  { may: mayDelete },
  async (tx, { actor, input, now }) => {
    const found = await findAttachment(tx, input.id, askerAt(actor, now));
    const owner = await lockOwner(tx, found?.owner);
    if (found === undefined) throw refuseMissing();
    await removeAttachment(tx, found.id);
    return saved({
      ...{ target: owner, action: `${owner.type}.attachment_deleted` },
      ...{ before: factsOf(found), value: found },
    });
  },
);

/** Locks an owner, so that a decision on it waits, and requires that its files may change. */
async function lockOwner(tx: Tx, found: Owner | undefined): Promise<Owner> {
  if (found === undefined) throw refuseMissing();
  const { id, type, point } = found;
  const held = point === null ? undefined : await lockEntity(tx, 'agenda_point', point);
  const own = point === id && held !== undefined ? held : await lockEntity(tx, type, id);
  const status = (held ?? own).properties['status'] ?? null;
  if (areFrozen({ type, status }))
    throw refuse({ message: texts.refused.frozen, code: 'frozen' }, 409);
  return found;
}

const factsOf = ({ name, mediaType, bytes, sha256 }: Arrived) => ({
  ...{ file: name, media_type: mediaType, bytes, sha256 },
});
