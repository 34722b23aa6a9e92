import type { ComponentChildren, VNode } from 'preact';
import { Markdown } from '../markdown/index.ts';
import type { Related } from '../ontology/list/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { RowMenu } from '../ui/dropdown.tsx';
import { DescriptionList } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { Section, Split } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { Tabs } from '../ui/tabs.tsx';
import { Time } from '../ui/time.tsx';
import { State, Tag } from '../ui/word.tsx';
import type { ShownDocument } from './document.ts';
import type { Reader } from './reader.ts';
import { texts } from './texts.ts';

type DocumentTab = keyof typeof paths;

const paths = { text: '', attachments: '/attachments', history: '/history' } as const;

interface FrameProps {
  readonly document: ShownDocument;
  readonly reader: Reader;
  readonly tab: DocumentTab;
  readonly children: ComponentChildren;
}

/** Title, actions and tabs of a document, around each of its pages. */
export const DocumentFrame = ({ document, reader, tab, children }: FrameProps) => {
  const { id, title, docType } = document;
  const to = `/documents/${id}`;
  return (
    <Page
      title={title}
      lead={<Tag>{texts.types[docType]}</Tag>}
      crumbs={tab === 'text' ? [] : [{ label: title, to }]}
      {...(tab === 'text' ? {} : { short: texts.tabs[tab] })}
      action={<Actions document={document} reader={reader} />}
    >
      <Tabs
        label={texts.tabs.label(title)}
        of={(Object.keys(paths) as DocumentTab[]).map((each) => ({
          label: texts.tabs[each],
          to: `${to}${paths[each]}`,
          current: each === tab,
        }))}
      />
      {children}
    </Page>
  );
};

const Actions = ({ document, reader }: Pick<FrameProps, 'document' | 'reader'>) => {
  const { id, approved } = document;
  return (
    <>
      {reader.edit && (
        <LinkButton to={`/documents/${id}/edit`} kind="primary" icon="edit">
          {texts.detail.edit}
        </LinkButton>
      )}
      {reader.remove && (
        <RowMenu
          large
          label={texts.detail.more}
          actions={[
            [
              {
                label: texts.detail.delete,
                icon: 'trash',
                danger: true,
                to: `/documents/${id}/delete`,
                asks: true,
                ...(approved === null ? {} : { unavailable: texts.deletion.approved }),
              },
            ],
          ]}
        />
      )}
    </>
  );
};

interface DocumentProps {
  readonly document: ShownDocument;
  readonly reader: Reader;
}

export const documentPage = ({ document, reader }: DocumentProps): VNode => (
  <DocumentFrame document={document} reader={reader} tab="text">
    <Split label={texts.detail.facts} aside={<Facts document={document} />}>
      <DraftNote document={document} />
      <Markdown text={document.body} />
    </Split>
  </DocumentFrame>
);

/** That an approved version exists beside the text shown. */
const DraftNote = ({ document: { id, number, approved } }: Pick<DocumentProps, 'document'>) =>
  approved === null || approved === number ? null : (
    <Note>
      {texts.detail.draftAfter(number, approved)}{' '}
      <a href={`/documents/${id}/versions/${approved}`}>{texts.detail.showApproved}</a>
    </Note>
  );

const Facts = ({ document }: Pick<DocumentProps, 'document'>) => {
  const { creator, committees, number, approved } = document;
  const { createdDate, createdAt, updatedDate, updatedAt } = document;
  return (
    <Section id="facts" title={texts.detail.facts}>
      <DescriptionList
        of={[
          [
            texts.columns.committee,
            committees.length === 0
              ? texts.noCommittee
              : committees.map(({ id, label }) => <CommitteeName key={id} id={id} label={label} />),
          ],
          [
            texts.detail.version,
            <State key="version" is={approved === number ? 'done' : 'planned'}>
              {texts.detail.versionIs(number, approved === number)}
            </State>,
          ],
          [texts.columns.creator, creator ?? texts.unknownUser],
          [texts.columns.created, <Time at={createdDate ?? createdAt} key="created" />],
          [texts.detail.updated, <Time at={updatedDate ?? updatedAt} key="updated" />],
        ]}
      />
    </Section>
  );
};

const CommitteeName = ({ id, label }: Pick<Related, 'id' | 'label'>) => {
  const to = `/tor/${id}/documents`;
  // Readers of the document have a position there, or need none.
  const isOpen = useShell().opens(to, { isMember: true, capabilities: new Set() });
  return isOpen ? <a href={to}>{label}</a> : <span>{label}</span>;
};
