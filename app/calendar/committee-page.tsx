import type { VNode } from 'preact';
import type { Committee as InPath } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { zoneLabel } from '../time-zone.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { dayInWords } from '../ui/moments.ts';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Count } from '../ui/word.tsx';
import { MeetingState } from './agenda-list.tsx';
import type { CalendarEvent, Committee } from './event.ts';
import { ConfirmButton, ConfirmForm, statusOf } from './event-pill.tsx';
import { endOf } from './outlook.ts';
import { texts } from './texts.ts';
import { dateInWords } from './titles.ts';

interface Pages {
  readonly page: number;
  readonly size: number;
  readonly total: number;
}

interface MeetingsPageProps {
  readonly committee: InPath;
  readonly own: Committee;
  readonly today: string;
  readonly timeZone: string;
  /** Stored and projected, from today on. */
  readonly coming: readonly CalendarEvent[];
  /** Most of them to show. */
  readonly shown: number;
  /** Stored, newest first. */
  readonly past: readonly CalendarEvent[];
  readonly pages: Pages;
}

/** The tab with the meetings of a committee (spec calendar#meetings). */
export const meetingsPage = (props: MeetingsPageProps): VNode => <MeetingsPage {...props} />;

const words = texts.meetings;

const MeetingsPage = (props: MeetingsPageProps) => {
  const { committee, own, timeZone, coming, shown, past, pages } = props;
  const { opens } = useShell();
  const subscribe = `/account/calendars/new?tor=${committee.id}`;
  const tab = `/tor/${committee.id}/meetings`;
  return (
    <CommitteePage
      committee={committee}
      tab="meetings"
      action={
        <>
          {opens(subscribe) && (
            <LinkButton to={subscribe} icon="calendar">
              {words.subscribe}
            </LinkButton>
          )}
          {own.mayConfirm && own.isMeeting && (
            <LinkButton to={`${tab}/new`} kind="primary" icon="plus">
              {words.newMeeting}
            </LinkButton>
          )}
        </>
      }
    >
      <Section id="coming" title={words.coming} count={<Count n={coming.length} />}>
        <p class="small muted lead-in">{texts.lead.zone(zoneLabel(timeZone))}</p>
        {coming.length === 0 ? (
          <EmptyState icon="calendar" title={words.noneComing}>
            {words.noneAdvice}
          </EmptyState>
        ) : (
          <Meetings
            caption={words.coming}
            of={coming.slice(0, shown)}
            canConfirm={own.mayConfirm}
          />
        )}
        {coming.length > shown && (
          <div class="pager">
            <a class="btn sm" href={`${tab}?coming=all#coming`}>
              {words.showAll(coming.length)}
            </a>
          </div>
        )}
        <ConfirmForm back={tab} />
      </Section>
      {pages.total > 0 && (
        <Section id="past" title={words.past} count={<Count n={pages.total} />}>
          <Meetings caption={words.past} of={past} canConfirm={false} />
          {pages.total > pages.size && <Pager tab={tab} {...pages} />}
        </Section>
      )}
    </CommitteePage>
  );
};

interface MeetingsProps {
  readonly caption: string;
  readonly of: readonly CalendarEvent[];
  readonly canConfirm: boolean;
}

const Meetings = ({ caption, of, canConfirm }: MeetingsProps) => (
  <SimpleTable
    caption={caption}
    of={of}
    rowKey={({ date, meeting }) => `${date}-${meeting?.id ?? ''}`}
    columns={[
      { label: words.columns.date, header: true, cell: (event) => <MeetingDate of={event} /> },
      { label: words.columns.time, cell: (event) => `${event.time}–${endOf(event)}` },
      {
        label: words.columns.location,
        cell: ({ location }) => location || <span class="muted">{words.noLocation}</span>,
      },
      { label: words.columns.status, cell: (event) => <MeetingState status={statusOf(event)} /> },
      {
        label: words.columns.items,
        number: true,
        cell: ({ meeting }) => meeting?.items ?? '',
      },
      {
        label: words.columns.minutes,
        cell: ({ meeting }) =>
          meeting?.hasMinutes === true ? (
            words.hasMinutes
          ) : (
            <span class="muted">{words.noMinutes}</span>
          ),
      },
      {
        label: words.columns.actions,
        actions: true,
        cell: (event) => <Actions of={event} canConfirm={canConfirm} />,
      },
    ]}
  />
);

const MeetingDate = ({ of: event }: { of: CalendarEvent }) => {
  const { opens } = useShell();
  const { committee, date, meeting } = event;
  const day = texts.day(dateInWords(date, 'shortWeekday'), dayInWords(date));
  const shown = statusOf(event) === 'cancelled' ? <s>{day}</s> : <span>{day}</span>;
  const to = `/tor/${committee.id}/meetings/${meeting?.id}`;
  const standing = { isMember: committee.isOwn, capabilities: new Set<string>() };
  return meeting !== undefined && opens(to, standing) ? <a href={to}>{shown}</a> : shown;
};

const Actions = ({ of: event, canConfirm }: { of: CalendarEvent; canConfirm: boolean }) => {
  const { committee, date, meeting } = event;
  return (
    <span class="acts">
      {canConfirm && event.canConfirm && (
        <ConfirmButton event={event} look="btn sm">
          {texts.confirm}
        </ConfirmButton>
      )}
      {meeting !== undefined && (
        <a
          class="btn quiet sq sm"
          href={`/tor/${committee.id}/meetings/${meeting.id}/calendar.ics`}
          download
          aria-label={words.file(dateInWords(date, 'dayMonth'))}
          title={words.file(dateInWords(date, 'dayMonth'))}
        >
          <Icon name="download" small />
        </a>
      )}
    </span>
  );
};

const Pager = ({ tab, page, size, total }: Pages & { tab: string }) => {
  const last = Math.ceil(total / size);
  const step = (to: number, label: string, icon: 'chevron-left' | 'chevron-right') =>
    to >= 1 &&
    to <= last && (
      <a class="btn quiet sq sm" href={`${tab}?page=${to}`} aria-label={label}>
        <Icon name={icon} small />
      </a>
    );
  return (
    <div class="pager">
      <span>{words.page(page, last)}</span>
      <span class="acts">
        {step(page - 1, words.newer, 'chevron-left')}
        {step(page + 1, words.older, 'chevron-right')}
      </span>
    </div>
  );
};
