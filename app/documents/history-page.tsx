import type { VNode } from 'preact';
import { Markdown } from '../markdown/index.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Diff, type Difference } from '../ui/diff.tsx';
import { Form } from '../ui/form.tsx';
import { Note } from '../ui/note.tsx';
import { ConfirmPage } from '../ui/question-page.tsx';
import { Section } from '../ui/section.tsx';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import { Time } from '../ui/time.tsx';
import { State } from '../ui/word.tsx';
import { WordDiff } from '../ui/word-diff.tsx';
import type { ShownDocument } from './document.ts';
import { DocumentFrame } from './document-page.tsx';
import type { Reader } from './reader.ts';
import { texts } from './texts.ts';
import type { Version, VersionLine } from './version-queries.ts';

const words = texts.history;

interface HistoryProps {
  readonly document: ShownDocument;
  readonly reader: Reader;
  readonly versions: readonly VersionLine[];
  /** Number below which older versions follow; `undefined` at the end. */
  readonly older: number | undefined;
  readonly isFirstPage: boolean;
}

export const historyPage = ({
  document,
  reader,
  versions,
  older,
  isFirstPage,
}: HistoryProps): VNode => {
  const to = `/documents/${document.id}/history`;
  return (
    <DocumentFrame document={document} reader={reader} tab="history">
      <Form wide id="versions" to={to} label={words.caption} guard={false}>
        <SimpleTable
          caption={words.caption}
          of={versions}
          rowKey={({ number }) => number}
          columns={columnsOf(document, reader)}
        />
      </Form>
      <div class="acts">
        {!isFirstPage && <LinkButton to={to}>{words.newest}</LinkButton>}
        {older !== undefined && <LinkButton to={`${to}?before=${older}`}>{words.older}</LinkButton>}
      </div>
    </DocumentFrame>
  );
};

const columnsOf = (
  document: ShownDocument,
  reader: Reader,
): readonly SimpleColumn<VersionLine>[] => [
  {
    label: words.version,
    header: true,
    cell: ({ number, title, restoredFrom }) => (
      <>
        <a href={`/documents/${document.id}/versions/${number}`}>{words.versionIs(number)}</a>
        {title !== document.title && <span class="sub">{title}</span>}
        {restoredFrom !== null && <span class="sub">{words.restoredFrom(restoredFrom)}</span>}
      </>
    ),
  },
  { label: words.saved, cell: ({ savedAt }) => <Time at={savedAt} style="moment" /> },
  {
    label: words.by,
    cell: ({ savedBy }) => savedBy ?? <span class="muted">{words.unknown}</span>,
  },
  {
    label: words.state,
    cell: (version) => <VersionState of={version} current={document.number} />,
  },
  {
    label: words.actions,
    actions: true,
    cell: (version) => <Actions of={version} document={document} reader={reader} />,
  },
];

const VersionState = ({ of, current }: { readonly of: VersionLine; readonly current: number }) => {
  const { number, approvedAt, approvedBy } = of;
  if (approvedAt !== null)
    return (
      <>
        <State is="done" tone="good">
          {words.approved}
        </State>
        <span class="sub">
          <Time at={approvedAt} style="moment" /> {words.approvedBy(approvedBy ?? '')}
        </span>
      </>
    );
  return number === current ? (
    <State is="planned">{words.draft}</State>
  ) : (
    <State is="ended">{words.replaced}</State>
  );
};

const Actions = ({
  of: { number, approvedAt },
  document: { id, number: current },
  reader,
}: {
  readonly of: VersionLine;
  readonly document: ShownDocument;
  readonly reader: Reader;
}) => (
  <span class="acts row-acts">
    {number > 1 && (
      <LinkButton
        to={`/documents/${id}/compare?from=${number - 1}&to=${number}`}
        kind="quiet"
        small
      >
        {words.compare(number)}
      </LinkButton>
    )}
    {reader.edit && number !== current && (
      <Button
        kind="quiet"
        small
        type="submit"
        formaction={`/documents/${id}/versions/${number}/restore`}
      >
        {words.restore(number)}
      </Button>
    )}
    {reader.edit && approvedAt === null && (
      <LinkButton to={`/documents/${id}/versions/${number}/approve`} kind="quiet" small dialog>
        {words.approve(number)}
      </LinkButton>
    )}
  </span>
);

interface VersionProps {
  readonly document: ShownDocument;
  readonly reader: Reader;
  readonly version: Version;
}

/** The text of a version. */
export const versionPage = ({ document, reader, version }: VersionProps): VNode => {
  const { number, title, body, approvedBy } = version;
  const { id } = document;
  return (
    <DocumentFrame document={document} reader={reader} tab="history">
      <Section id="version" title={`${words.versionIs(number)}: ${title}`}>
        {number !== document.number && (
          <Note>
            {words.earlier(number)}{' '}
            <a href={`/documents/${id}/compare?from=${number}&to=${document.number}`}>
              {words.compareSubmit}
            </a>
          </Note>
        )}
        {approvedBy !== null && <Note tone="success">{words.approvedOn(approvedBy)}</Note>}
        <Markdown text={body} headings={3} />
      </Section>
    </DocumentFrame>
  );
};

interface CompareProps {
  readonly document: ShownDocument;
  readonly reader: Reader;
  readonly from: Version;
  readonly to: Version;
  readonly differences: readonly Difference[];
}

/** Two versions, word by word. */
export const comparePage = ({ document, reader, from, to, differences }: CompareProps): VNode => (
  <DocumentFrame document={document} reader={reader} tab="history">
    <form class="bar" action={`/documents/${document.id}/compare`} aria-label={words.compareSubmit}>
      <NumberInput name="from" label={words.from} value={from.number} most={document.number} />
      <NumberInput name="to" label={words.to} value={to.number} most={document.number} />
      <Button small type="submit">
        {words.compareSubmit}
      </Button>
    </form>
    <Section id="facts-changed" title={words.facts}>
      {differences.length === 0 ? (
        <p class="muted">{words.sameFacts}</p>
      ) : (
        <Diff of={differences} />
      )}
    </Section>
    <Section id="text-changed" title={words.text}>
      <WordDiff
        before={from.body}
        after={to.body}
        label={words.compareTitle(from.number, to.number)}
      />
    </Section>
  </DocumentFrame>
);

const NumberInput = ({
  name,
  label,
  value,
  most,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly most: number;
}) => (
  <label class="acts small">
    {label}
    <input
      class="input sm w-xs"
      name={name}
      inputMode="numeric"
      autoComplete="off"
      value={String(value)}
      data-number={`1 ${most}`}
    />
  </label>
);

/** Asks for confirmation before approving a version. */
export const approvePage = (
  { id, title }: Pick<ShownDocument, 'id' | 'title'>,
  number: number,
): VNode => (
  <ConfirmPage
    title={texts.approval.title(number, title)}
    short={texts.detail.approve}
    crumbs={[
      { label: title, to: `/documents/${id}` },
      { label: texts.tabs.history, to: `/documents/${id}/history` },
    ]}
    to={`/documents/${id}/versions/${number}/approve`}
    confirm={texts.approval.confirm}
    keep={texts.approval.keep}
    back={`/documents/${id}/history`}
    tone="primary"
  >
    <p>{texts.approval.body}</p>
  </ConfirmPage>
);
