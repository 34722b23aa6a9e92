import type { ComponentChildren, VNode } from 'preact';
import type { Committee as CommitteeOfPage } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { Excerpt } from '../markdown/index.ts';
import type { Page as Rows } from '../ontology/list/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import type { MenuAction } from '../ui/dropdown.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilterSelect } from '../ui/filter-select.tsx';
import { Page } from '../ui/page.tsx';
import type { TableDefinition, TableState } from '../ui/table-state.ts';
import { Time } from '../ui/time.tsx';
import { Tag, Tags } from '../ui/word.tsx';
import type { Committee, DocumentLine } from './document.ts';
import { documentTypes } from './document.ts';
import type { Reader } from './reader.ts';
import { documentColumns, documentTable } from './schema.ts';
import { mostFound } from './search.ts';
import { texts } from './texts.ts';

interface DocumentsProps {
  readonly documents: Rows<DocumentLine>;
  readonly committees: readonly Committee[];
  readonly state: TableState;
  readonly reader: Reader;
}

export const documentsPage = ({ documents, committees, state, reader }: DocumentsProps): VNode => (
  <Page title={texts.title} lead={texts.lead} action={reader.create && <NewDocument />}>
    <List
      {...{ documents, state, reader }}
      table={documentTable}
      filters={<Filters state={state} committees={committees} />}
      add={<NewDocument />}
    />
  </Page>
);

interface CommitteeDocumentsProps extends Omit<DocumentsProps, 'committees'> {
  readonly committee: CommitteeOfPage;
  readonly table: TableDefinition;
}

export const committeeDocumentsPage = ({
  committee,
  documents,
  table,
  state,
  reader,
}: CommitteeDocumentsProps): VNode => {
  const add = <NewDocument committee={committee.id} />;
  return (
    <CommitteePage committee={committee} tab="documents" action={reader.create && add}>
      <List
        {...{ documents, table, state, reader, add }}
        filters={<Filters state={state} committees={[]} />}
      />
    </CommitteePage>
  );
};

const NewDocument = ({ committee }: { readonly committee?: string }) => (
  <LinkButton
    to={`/documents/new${committee === undefined ? '' : `?committee=${committee}`}`}
    kind="primary"
    icon="plus"
  >
    {texts.newDocument}
  </LinkButton>
);

interface ListProps extends Pick<DocumentsProps, 'documents' | 'state' | 'reader'> {
  readonly table: TableDefinition;
  readonly filters: ComponentChildren;
  /** The button for the first document. */
  readonly add: ComponentChildren;
}

const List = ({ documents, state, reader, table, filters, add }: ListProps) => (
  <DataTable
    noun={texts.noun}
    of={documents}
    definition={{
      ...table,
      columns: columnsFor(state.search).filter(({ key }) =>
        table.columns.some((column) => column.key === key),
      ),
    }}
    state={state}
    rowKey={({ id }) => id}
    rowName={({ title }) => title}
    search={texts.search}
    note={state.search !== '' && !documents.exact ? texts.most(mostFound) : undefined}
    filters={filters}
    {...(reader.edit || reader.remove
      ? { menu: (document: DocumentLine) => menuOf(document, reader) }
      : {})}
    empty={
      <EmptyState icon="document" title={texts.empty.title} action={reader.create && add}>
        {texts.empty.advice}
      </EmptyState>
    }
  />
);

/** Filters of the list, sent by one button. */
const Filters = ({
  state: { extras },
  committees,
}: Pick<DocumentsProps, 'state' | 'committees'>) => (
  <>
    <FilterSelect
      name="type"
      label={texts.filters.type}
      all={texts.filters.allTypes}
      value={extras['type']}
      options={documentTypes.map((type) => [type, texts.types[type]])}
    />
    {committees.length > 0 && (
      <FilterSelect
        name="committee"
        label={texts.filters.committee}
        all={texts.filters.allCommittees}
        value={extras['committee']}
        options={committees.map(({ id, label }) => [id, label])}
      />
    )}
  </>
);

const [title, type, creator, created, committee] = documentColumns;

const columnsFor = (words: string): readonly Column<DocumentLine>[] => [
  {
    ...title,
    header: true,
    cell: ({ id, title, excerpt }) => (
      <>
        <a href={`/documents/${id}`}>{title}</a>
        {excerpt !== null && <Excerpt of={excerpt} words={words} />}
      </>
    ),
  },
  { ...type, nowrap: true, cell: ({ docType }) => <Tag>{texts.types[docType]}</Tag> },
  {
    ...creator,
    minor: true,
    cell: (line) => line.creator ?? <span class="muted">{texts.unknownUser}</span>,
  },
  {
    ...created,
    nowrap: true,
    cell: ({ createdDate, createdAt }) => <Time at={createdDate ?? createdAt} />,
  },
  {
    ...committee,
    cell: ({ committees }) => (
      <Tags of={committees.map(({ label }) => label)} none={texts.noCommittee} />
    ),
  },
];

/** Actions for one document; those that the reader is never allowed are omitted. */
const menuOf = (
  { id, approved }: DocumentLine,
  { edit, remove }: Reader,
): readonly (readonly MenuAction[])[] => [
  edit ? [{ label: texts.detail.edit, icon: 'edit', to: `/documents/${id}/edit` }] : [],
  remove
    ? [
        {
          label: texts.detail.delete,
          icon: 'trash',
          danger: true,
          to: `/documents/${id}/delete`,
          asks: true,
          ...(approved === null ? {} : { unavailable: texts.deletion.approved }),
        },
      ]
    : [],
];
