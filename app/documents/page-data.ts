import type { VNode } from 'preact';
import { addressOf } from '../http/address.ts';
import { missing } from '../http/answers.ts';
import type { InCommittee, OwnCall } from '../http/call.ts';
import { differences } from '../http/differences.ts';
import type { Services } from '../services.ts';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { parseTable, type TableDefinition, type TableState } from '../ui/table-state.ts';
import type { Committee, ShownDocument } from './document.ts';
import { documentPage } from './document-page.tsx';
import { editDocumentPage, newDocumentPage } from './form-page.tsx';
import { committeeDocumentsPage, documentsPage } from './pages.tsx';
import { findDocument, listCommittees, listDocuments } from './queries.ts';
import { deleteDocumentPage } from './questions.tsx';
import { asReader } from './reader.ts';
import { committeeTable, type DocumentInput, documentTable } from './schema.ts';
import { texts } from './texts.ts';
import { readVersions } from './version-queries.ts';
import { type Asker, askerAt, type DocumentCode } from './visibility.ts';

export type DocumentCall = OwnCall & { readonly id: string };

/** The list state of an address. */
const stateOf = (table: TableDefinition, { request, visit }: OwnCall): TableState => ({
  ...parseTable(table, addressOf(request).searchParams),
  timeZone: visit.timeZone,
});

/** The pages of documents with their data, read from the database. */
export function documentViews({ db }: Pick<Services, 'db'>) {
  const askerOf = ({ actor, now }: OwnCall): Asker => askerAt(actor, now);
  /** Returns a document that the reader may see. Throws 404 otherwise. */
  const seen = async (call: DocumentCall, code?: DocumentCode): Promise<ShownDocument> => {
    const document = await findDocument(db, call.id, askerOf(call), code);
    if (document === undefined) throw missing();
    return document;
  };

  const openForm = (call: DocumentCall): Promise<[ShownDocument, readonly Committee[]]> =>
    Promise.all([seen(call, 'document.edit'), listCommittees(db, askerOf(call), 'document.edit')]);

  return {
    seen,

    async list(call: OwnCall): Promise<VNode> {
      const state = stateOf(documentTable, call);
      const [documents, committees] = await Promise.all([
        listDocuments(db, state, askerOf(call)),
        listCommittees(db, askerOf(call), 'document.list'),
      ]);
      return documentsPage({ documents, committees, state, reader: asReader(call.actor) });
    },

    /** The documents of a committee, below its other pages. */
    async ofCommittee(call: OwnCall & InCommittee): Promise<VNode> {
      const { committee } = call;
      const table = committeeTable(committee.id);
      const state = stateOf(table, call);
      const documents = await listDocuments(db, state, askerOf(call), committee.id);
      return committeeDocumentsPage({
        ...{ committee, documents, table, state },
        reader: asReader(call.actor),
      });
    },

    async newDocument(call: OwnCall, state?: FormState): Promise<VNode> {
      const committees = await listCommittees(db, askerOf(call), 'document.create');
      const wanted = addressOf(call.request).searchParams.get('committee');
      const chosen = committees.find(({ id }) => id === wanted);
      return newDocumentPage({
        committees,
        state: state ?? freshForm({ tor_id: chosen?.id ?? '' }),
      });
    },

    async document(call: DocumentCall): Promise<VNode> {
      return documentPage({ document: await seen(call), reader: asReader(call.actor) });
    },

    async edit(call: DocumentCall, state?: FormState): Promise<VNode> {
      const [document, committees] = await openForm(call);
      return editDocumentPage({ document, committees, state });
    },

    /** Shows the form after another user saved first: their changes, above the submitted values. */
    async conflict(
      call: DocumentCall,
      { number, ...input }: DocumentInput,
      by: string | undefined,
    ): Promise<VNode> {
      const [document, committees] = await openForm(call);
      const base = (await readVersions(db, call.id, [number ?? 0])).get(number ?? 0);
      const changed =
        base === undefined
          ? []
          : differences(factsOf(document), factsOf(base), {
              title: texts.columns.title,
              type: texts.columns.type,
            });
      const { title, doc_type, body, tor_id = '' } = input;
      return editDocumentPage({
        document,
        committees,
        state: freshForm({ title, doc_type, body, tor_id }),
        meanwhile: {
          ...{ by, differences: changed },
          ...(base === undefined ? {} : { bodies: [base.body, document.body] }),
        },
      });
    },

    async deletion(call: DocumentCall): Promise<VNode> {
      return deleteDocumentPage(await seen(call, 'document.delete'));
    },
  };
}

const factsOf = ({ title, docType }: Pick<ShownDocument, 'title' | 'docType'>) => ({
  title,
  type: texts.types[docType],
});
