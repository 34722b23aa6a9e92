import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import { changeEntity } from '../ontology/entities.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { factsOf, openDocument } from './commands.ts';
import { signVersion, writeApproval } from './document-store.ts';
import { texts } from './texts.ts';
import { readVersions, type Version } from './version-queries.ts';
import { askerAt } from './visibility.ts';

/** A version of a document, by its number. */
interface VersionKey {
  readonly id: string;
  readonly number: number;
}

/**
 * Makes the text of an earlier version the current one, as a new version (spec
 * documents#versions). Returns the number of the version that was restored.
 */
export const restoreVersion = command<VersionKey, number>(
  'document.updated',
  { may: 'document.edit' },
  async (tx, { actor, input, now }) => {
    const { id, number } = input;
    const { snapshot, document: before } = await openDocument(tx, askerAt(actor, now), input);
    const { title, docType, body } = await requireVersion(tx, input);
    if (before.title === title && before.docType === docType && before.body === body)
      throw refuse({ message: texts.history.same(number), code: 'unchanged' }, 409);
    await signVersion(tx, actor, number);
    await changeEntity<'document'>(tx, snapshot, {
      label: title,
      properties: { title, doc_type: docType, body, updated_date: now },
    });
    return saved({
      target: { type: 'document', id, label: title },
      before: factsOf(before),
      after: factsOf({ ...before, title, docType, body, number: before.number + 1 }),
      details: { restored_from: number },
      value: number,
    });
  },
);

/**
 * Approves a version: nothing can change or delete it from then on (spec documents#approval).
 * Returns its number.
 */
export const approveVersion = command<VersionKey, number>(
  'document.approved',
  { may: 'document.edit' },
  async (tx, { actor, input, now }) => {
    const { id, number } = input;
    const { document } = await openDocument(tx, askerAt(actor, now), { id });
    await requireVersion(tx, input);
    if (!(await writeApproval(tx, { documentId: id, number }, actor, now)))
      throw refuse({ message: texts.approval.already(number), code: 'approved' }, 409);
    return saved({
      target: { type: 'document', id, label: document.title },
      before: { approved_version: document.approved },
      after: { approved_version: Math.max(number, document.approved ?? 0) },
      details: { approved: number },
      value: number,
    });
  },
);

async function requireVersion(tx: Tx, { id, number }: VersionKey): Promise<Version> {
  const version = (await readVersions(tx, id, [number])).get(number);
  if (version === undefined) throw refuseMissing();
  return version;
}
