import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import {
  changeEntity,
  insertEntity,
  lockEntity,
  removeEntities,
  uniqueName,
} from '../ontology/entities.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { relate, setTargets } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { ShownDocument } from './document.ts';
import { signVersion } from './document-store.ts';
import { findDocument, isCommitteeFor } from './queries.ts';
import type { DocumentInput } from './schema.ts';
import { texts } from './texts.ts';
import { type Asker, askerAt, type DocumentCode } from './visibility.ts';

interface Written {
  readonly id: string;
  readonly title: string;
}

/**
 * Creates a document, in a committee whose documents the actor may see, or in none. Its name is
 * generated, so two documents may have the same title (spec documents#fields).
 */
export const createDocument = command<Omit<DocumentInput, 'version'>, Written>(
  'document.created',
  { may: 'document.create' },
  async (tx, { actor, input, now }) => {
    const { title, doc_type, body, tor_id } = input;
    const asker = askerAt(actor, now);
    if (tor_id !== undefined) await requireCommittee(tx, asker, tor_id, 'document.create');
    await signVersion(tx, actor);
    const made = await insertEntity(tx, {
      type: 'document',
      name: uniqueName(title),
      label: title,
      properties: {
        ...{ title, doc_type, body, created_by_id: actor.id },
        ...{ created_date: now, updated_date: now },
      },
    });
    if (tor_id !== undefined)
      await relate(tx, [{ type: 'scoped_to_tor', source: made.id, target: tor_id }]);
    const after = await visible(tx, asker, made.id, 'document.create');
    return saved({ target: made, after: factsOf(after), value: { id: made.id, title } });
  },
);

/**
 * Changes a document. The text before it stays as a version; the committee is not part of a
 * version (spec documents#versions).
 */
export const updateDocument = command<DocumentInput & { readonly id: string }, Written>(
  'document.updated',
  { may: 'document.edit' },
  async (tx, { actor, input, now }) => {
    const { id, title, doc_type, body, tor_id } = input;
    const asker = askerAt(actor, now);
    const { snapshot, document: before } = await openDocument(tx, asker, input);
    // An import may have put it into several committees; the form shows the first.
    const isMoved = before.committees[0]?.id !== tor_id;
    if (isMoved && tor_id !== undefined) await requireCommittee(tx, asker, tor_id, 'document.edit');
    await signVersion(tx, actor);
    const changed = { title, doc_type, body };
    const isChanged = before.title !== title || before.body !== body || before.docType !== doc_type;
    await changeEntity<'document'>(tx, snapshot, {
      label: title,
      properties: { ...changed, ...(isChanged || isMoved ? { updated_date: now } : {}) },
    });
    if (isMoved) await setTargets(tx, 'scoped_to_tor', id, tor_id === undefined ? [] : [tor_id]);
    const after = await visible(tx, asker, id, 'document.edit');
    return saved({
      target: { type: 'document', id, label: title },
      before: factsOf(before),
      after: factsOf(after),
      value: { id, title },
    });
  },
);

/**
 * Deletes a document with its versions and attachments. Refused if a version is approved (spec
 * documents#approval). Returns its title.
 */
export const deleteDocument = command<
  { readonly id: string; readonly version?: string | undefined },
  string
>('document.deleted', { may: 'document.delete' }, async (tx, { actor, input, now }) => {
  const asker = askerAt(actor, now);
  const { document } = await openDocument(tx, asker, input, 'document.delete');
  if (document.approved !== null)
    throw refuse({ message: texts.deletion.approved, code: 'approved' }, 409);
  await removeEntities(tx, [document.id]);
  return saved({
    target: { type: 'document', id: document.id, label: document.title },
    before: factsOf(document),
    value: document.title,
  });
});

interface Opening {
  readonly id: string;
  readonly version?: string | undefined;
}

/**
 * Locks and returns a document that the actor may see. Ends the command with 404 for others, and
 * with a conflict if it is no longer at the version that the actor saw.
 */
export async function openDocument(
  tx: Tx,
  asker: Asker,
  { id, version }: Opening,
  code: DocumentCode = 'document.edit',
): Promise<{ snapshot: EntitySnapshot; document: ShownDocument }> {
  await visible(tx, asker, id, code);
  const snapshot = await lockEntity(tx, 'document', id, { version });
  return { snapshot, document: await visible(tx, asker, id, code) };
}

async function visible(
  tx: Tx,
  asker: Asker,
  id: string,
  code: DocumentCode,
): Promise<ShownDocument> {
  const document = await findDocument(tx, id, asker, code);
  if (document === undefined) throw refuseMissing();
  return document;
}

async function requireCommittee(
  tx: Tx,
  asker: Asker,
  id: string,
  code: 'document.create' | 'document.edit',
): Promise<void> {
  if (await isCommitteeFor(tx, asker, id, code)) return;
  throw refuse({ field: 'tor_id', message: texts.form.problem.committee });
}

/** The facts that the audit log records of a document; its text is kept as a version. */
export const factsOf = ({ title, docType, committees, body, number }: ShownDocument) => ({
  title,
  doc_type: docType,
  committee: committees.map(({ label }) => label).join(', '),
  text_version: number,
  characters: [...body].length,
});
