import type { VNode } from 'preact';
import { EmptyState } from '../ui/empty-state.tsx';
import { dayInWords } from '../ui/moments.ts';
import { Page } from '../ui/page.tsx';
import { PageLinks } from '../ui/page-links.tsx';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { SimpleTable } from '../ui/simple-table.tsx';
import { type Definition, StatusMark } from '../workflow/index.ts';
import type { MeetingLists, Part, Parts } from './list-queries.ts';
import type { MeetingLine } from './meeting.ts';
import { texts } from './texts.ts';

interface ListPageProps extends MeetingLists {
  readonly pages: Parts;
  /** Whether meetings of all committees are listed. */
  readonly isAll: boolean;
}

/** The meetings of a user's committees: those to come, and past ones (spec meetings#list). */
export const listPage = ({ coming, past, pages, definition, isAll }: ListPageProps): VNode => (
  <Page title={texts.title} lead={isAll ? texts.lead.all : texts.lead.own}>
    <List of={coming} which="coming" pages={pages} definition={definition} />
    <List of={past} which="past" pages={pages} definition={definition} />
  </Page>
);

interface ListProps {
  readonly of: Part;
  readonly which: 'coming' | 'past';
  readonly pages: Parts;
  readonly definition: Definition;
}

const List = ({ of: { lines, goesOn }, which, pages, definition }: ListProps) => {
  const title = texts[which];
  const page = pages[which];
  const to = (at: number) => addressOf({ ...pages, [which]: at });
  return (
    <Section id={which} title={title}>
      {lines.length === 0 ? (
        <EmptyState icon="meeting" title={texts.none[which]}>
          {which === 'coming' ? texts.none.advice : undefined}
        </EmptyState>
      ) : (
        <SimpleTable
          caption={title}
          of={lines}
          rowKey={({ id, tor }) => `${id}-${tor}`}
          columns={[
            {
              label: texts.columns.meeting,
              header: true,
              cell: (line) => <MeetingName of={line} />,
            },
            { label: texts.columns.date, cell: ({ date }) => <Day of={date} /> },
            { label: texts.columns.committee, cell: ({ torLabel }) => torLabel },
            {
              label: texts.columns.status,
              cell: ({ status }) => <StatusMark definition={definition} status={status} />,
            },
            { label: texts.columns.items, number: true, cell: ({ items }) => items },
            {
              label: texts.columns.minutes,
              cell: ({ hasMinutes }) =>
                hasMinutes ? texts.hasMinutes : <span class="muted">{texts.noMinutes}</span>,
            },
          ]}
        />
      )}
      <PageLinks
        label={texts.pages.label(title)}
        at={texts.pages.at(page)}
        {...{ to, page, goesOn }}
      />
    </Section>
  );
};

/** Those to come and past ones have pages of their own; `page` is that of past ones. */
const addressOf = ({ coming, past }: Parts): string => {
  const query = new URLSearchParams({
    ...(coming > 1 ? { coming: String(coming) } : {}),
    ...(past > 1 ? { page: String(past) } : {}),
  }).toString();
  return query === '' ? '/meetings' : `/meetings?${query}`;
};

/** Lists show meetings of committees that the reader belongs to, or may open anyway. */
const member = { isMember: true, capabilities: new Set<string>() };

const MeetingName = ({ of: { id, tor, label } }: { of: MeetingLine }) => {
  const to = `/tor/${tor}/meetings/${id}`;
  return useShell().opens(to, member) ? <a href={to}>{label}</a> : label;
};

const Day = ({ of: date }: { of: string }) => (
  <time class="nowrap" dateTime={date}>
    {dayInWords(date)}
  </time>
);
