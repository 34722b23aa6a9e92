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
import { etagOf, heldTo } from './conditional.ts';
import {
  type Document,
  type DocumentChange,
  type DocumentLine,
  document,
  documentChange,
  documentLine,
  newDocument,
} from './documents-schema.ts';
import { listResult, listRows } from './list.ts';
import { type Operation, operation, type Result } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import { chosen, fieldsQuery, listOf, pageQuery, partOf, q, sparse } from './schema.ts';

const listQuery = z.object({
  ...pageQuery,
  q,
  doc_type: z.enum(documentTypes).optional(),
  tor_id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional(),
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

const numberOf = (id: string | null | undefined): number | null => (id ? Number(id) : null);

/** Documents, through the commands of their pages (spec api#documents). */
export function documentOperations(services: Services): readonly Operation[] {
  const { db, now } = services;
  const found = async (
    id: string,
    actor: SignedIn,
    code?: Parameters<typeof findDocument>[3],
  ): Promise<ShownDocument> => existing(await findDocument(db, id, askerAt(actor, now()), code));
  const shown = (row: ShownDocument): Document => ({ ...lineOf(row), body: row.body });
  const one = (row: ShownDocument, fields?: string): Result => ({
    body: chosen(shown(row), fields),
    version: row.version,
  });

  const change = async (call: {
    readonly id: string;
    readonly request: Parameters<typeof heldTo>[0];
    readonly actor: SignedIn;
    readonly input: DocumentChange;
  }): Promise<Result> => {
    const { id, actor, input, request } = call;
    const before = await found(id, actor, 'document.edit');
    const etag = etagOf(before.version, shown(before));
    const version = heldTo(request, { version: before.version, etag });
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
    return one(await found(id, actor, 'document.edit'));
  };

  return [
    operation({
      ...{ id: 'listDocuments', method: 'get', path: '/documents', tag: 'documents' },
      ...{ policy: may('document.list'), status: 200, query: listQuery },
      reply: listOf(sparse(documentLine)),
      run: async ({ filter, actor }) => {
        const part = partOf(filter);
        const list = {
          select: factColumns,
          from: sql`entities e`,
          where: sql`e.entity_type = 'document' and ${isListed(askerAt(actor, now()), {
            ...{ type: filter.doc_type, committee: filter.tor_id, words: filter.q },
          })}`,
          order: [sql`e.id`],
          falls: true,
        };
        return listResult(
          await listRows<DocumentFacts>(db, list, part),
          part,
          lineOf,
          filter.fields,
        );
      },
    }),
    operation({
      ...{ id: 'getDocument', method: 'get', path: '/documents/:id', tag: 'documents' },
      ...{ policy: may('document.view'), status: 200, versioned: true },
      ...{ query: z.object({ fields: fieldsQuery(document) }), reply: sparse(document) },
      run: async ({ id, filter, actor }) => one(await found(id, actor), filter.fields),
    }),
    operation({
      ...{ id: 'createDocument', method: 'post', path: '/documents', tag: 'documents' },
      ...{ policy: mayRun(createDocument), status: 201, versioned: true, repeatable: true },
      ...{ body: newDocument, reply: document, largestBody },
      run: async ({ actor, input: { tor_id = null, ...fields } }) => {
        const made = savedBy(
          await createDocument(services, actor, {
            ...fields,
            tor_id: tor_id === null ? undefined : String(tor_id),
          }),
        );
        const row = await found(made.id, actor, 'document.create');
        return { ...one(row), status: 201, location: `/documents/${made.id}` };
      },
    }),
    operation({
      ...{ id: 'replaceDocument', method: 'put', path: '/documents/:id', tag: 'documents' },
      ...{ policy: mayRun(updateDocument), status: 200, versioned: true },
      ...{ body: newDocument, reply: document, largestBody },
      // Without `tor_id` it stays in its committee: a program that does not know the member keeps it.
      run: change,
    }),
    operation({
      ...{ id: 'changeDocument', method: 'patch', path: '/documents/:id', tag: 'documents' },
      ...{ policy: mayRun(updateDocument), status: 200, versioned: true },
      ...{ body: documentChange, reply: document, largestBody },
      run: change,
    }),
    operation({
      ...{ id: 'deleteDocument', method: 'delete', path: '/documents/:id', tag: 'documents' },
      ...{ policy: mayRun(deleteDocument), status: 204, refusals: [409], versioned: true },
      run: async ({ id, actor, request }) => {
        const before = await found(id, actor, 'document.delete');
        const etag = etagOf(before.version, shown(before));
        const version = heldTo(request, { version: before.version, etag });
        savedBy(await deleteDocument(services, actor, { id, version }));
        return { status: 204 };
      },
    }),
  ];
}
