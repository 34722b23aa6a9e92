import type { Request } from 'express';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  askerAt,
  createDocument,
  type DocumentFacts,
  deleteDocument,
  documentTypes,
  factColumns,
  findDocument,
  isListed,
  type ShownDocument,
  updateDocument,
} from '../documents/index.ts';
import { may, mayRun } from '../http/policy.ts';
import type { SignedIn } from '../http/visit.ts';
import type { Services } from '../services.ts';
import {
  type Document,
  type DocumentChange,
  type DocumentLine,
  document,
  documentChange,
  documentLine,
  newDocument,
} from './documents-schema.ts';
import { listResult } from './list.ts';
import { noContent, type Operation, operation, type Result } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import { fieldsQuery, idQuery, listOf, pageQuery, q, sparse } from './schema.ts';
import { numberOf } from './values.ts';
import { versioned } from './versioned.ts';

const listQuery = z.object({
  ...pageQuery,
  q,
  doc_type: z.enum(documentTypes).optional(),
  tor_id: idQuery,
  fields: fieldsQuery(documentLine),
});

/** A text of 200,000 characters in any script, as JSON. */
const largestBody = 2 * 1024 * 1024;

const lineOf = (row: DocumentFacts): DocumentLine => ({
  id: Number(row.id),
  title: row.title,
  doc_type: row.docType,
  tor_id: numberOf(row.committees[0]?.id),
  tor_name: row.committees[0]?.label ?? null,
  created_by_id: numberOf(row.creatorId),
  created_by_name: row.creator,
  version_number: row.number,
  approved_version: row.approved,
  created_at: (row.createdDate ?? row.createdAt).toISOString(),
  updated_at: (row.updatedDate ?? row.updatedAt).toISOString(),
});

const shown = (row: ShownDocument): Document => ({ ...lineOf(row), body: row.body });

interface PathCall {
  readonly id: string;
  readonly actor: SignedIn;
}

/** Documents, through the commands of their pages (spec api#documents). */
export function documentOperations(services: Services): readonly Operation[] {
  const { db, now } = services;
  /** Documents that the caller may see by a permission. */
  const seenBy = (code?: Parameters<typeof findDocument>[3]) =>
    versioned(
      async ({ id, actor }: PathCall) =>
        existing(await findDocument(db, id, askerAt(actor, now()), code)),
      shown,
    );
  const edited = seenBy('document.edit');
  const change = async (
    call: PathCall & { readonly request: Request; readonly input: DocumentChange },
  ): Promise<Result> => {
    const { id, actor, input } = call;
    const { before, version } = await edited.open(call);
    const committee =
      input.tor_id === undefined ? (before.committees[0]?.id ?? null) : input.tor_id;
    savedBy(
      await updateDocument(services, actor, {
        id,
        title: input.title ?? before.title,
        doc_type: input.doc_type ?? before.docType,
        body: input.body ?? before.body,
        tor_id: committee === null ? undefined : String(committee),
        ...(version === undefined ? {} : { version }),
      }),
    );
    return edited.one(call);
  };

  return [
    operation({
      ...{ id: 'listDocuments', method: 'get', path: '/documents' },
      ...{ policy: may('document.list'), query: listQuery },
      reply: listOf(sparse(documentLine)),
      run: async ({ filter, actor }) => {
        const list = {
          select: factColumns,
          from: sql`entities e`,
          where: sql`e.entity_type = 'document' and ${isListed(askerAt(actor, now()), {
            ...{ type: filter.doc_type, committee: filter.tor_id, words: filter.q },
          })}`,
          order: [sql`e.id`],
          falls: true,
        };
        return listResult(db, list, filter, lineOf);
      },
    }),
    operation({
      ...{ id: 'getDocument', method: 'get', path: '/documents/:id' },
      ...{ policy: may('document.view'), versioned: true },
      ...{ query: z.object({ fields: fieldsQuery(document) }), reply: sparse(document) },
      run: (call) => seenBy().one(call, call.filter.fields),
    }),
    operation({
      ...{ id: 'createDocument', method: 'post', path: '/documents' },
      ...{ policy: mayRun(createDocument), status: 201, versioned: true, repeatable: true },
      ...{ body: newDocument, reply: document, largestBody },
      run: async ({ actor, input: { tor_id = null, ...fields } }) => {
        const made = savedBy(
          await createDocument(services, actor, {
            ...fields,
            tor_id: tor_id === null ? undefined : String(tor_id),
          }),
        );
        const result = await seenBy('document.create').one({ id: made.id, actor });
        return { ...result, location: `/documents/${made.id}` };
      },
    }),
    operation({
      ...{ id: 'replaceDocument', method: 'put', path: '/documents/:id' },
      ...{ policy: mayRun(updateDocument), versioned: true },
      ...{ body: newDocument, reply: document, largestBody },
      // Without `tor_id` it stays in its committee: a program that does not know the member keeps it.
      run: change,
    }),
    operation({
      ...{ id: 'changeDocument', method: 'patch', path: '/documents/:id' },
      ...{ policy: mayRun(updateDocument), versioned: true },
      ...{ body: documentChange, reply: document, largestBody },
      run: change,
    }),
    operation({
      ...{ id: 'deleteDocument', method: 'delete', path: '/documents/:id' },
      ...{ policy: mayRun(deleteDocument), refusals: [409], versioned: true },
      run: async (call) => {
        const { version } = await seenBy('document.delete').open(call);
        savedBy(await deleteDocument(services, call.actor, { id: call.id, version }));
        return noContent;
      },
    }),
  ];
}
