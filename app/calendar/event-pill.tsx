import { useShell } from '../ui/shell-context.ts';
import type { CalendarEvent } from './event.ts';
import { Mark } from './mark.tsx';
import { shortName } from './outlook.ts';
import { texts } from './texts.ts';
import { dateInWords } from './titles.ts';

export const statusOf = ({ meeting }: CalendarEvent): string => meeting?.status ?? 'projected';

/** The status in words; one that no workflow of ours has is shown as it is. */
export const statusInWords = (status: string): string =>
  (texts.statuses as Readonly<Record<string, string>>)[status] ?? status;

/** Where an event leads: its committee, or the committee's meetings; nowhere if neither opens. */
export function useEventLink({ committee }: CalendarEvent): string | undefined {
  const { opens } = useShell();
  const standing = { isMember: committee.isOwn, capabilities: new Set<string>() };
  return [`/tor/${committee.id}`, `/tor/${committee.id}/meetings`].find((to) =>
    opens(to, standing),
  );
}

interface PillProps {
  readonly event: CalendarEvent;
  /** Number of the committee's mark. */
  readonly mark: number;
  /** A month has room for a time and a short name, a day for everything. */
  readonly size: 'month' | 'week' | 'day';
}

/** An event in a grid. Confirming is a button beside the link, with its committee and date. */
export const EventPill = ({ event, mark, size }: PillProps) => {
  const { committee, time, minutes, location, canConfirm } = event;
  const to = useEventLink(event);
  const status = statusOf(event);
  const look = {
    class: `outlook-event outlook-event--${status}`,
    title: texts.event(committee.label, time, minutes, location),
  };
  const content = (
    <>
      <Mark number={mark} />
      {size === 'month' ? (
        <>
          <span aria-hidden="true">{`${time} ${shortName(committee.label)}`}</span>
          <span class="vh">{`${time} ${committee.label}`}</span>
        </>
      ) : (
        <span class="outlook-words">
          <span>{`${time} `}</span>
          <span>{committee.label}</span>
          {size === 'day' && (
            <span class="sub">
              {[location, texts.minutes(minutes)].filter((part) => part !== '').join(' · ')}
            </span>
          )}
        </span>
      )}
      <span class="vh">{`, ${statusInWords(status)}`}</span>
    </>
  );
  return (
    <span class="outlook-slot">
      {to === undefined ? (
        <span {...look}>{content}</span>
      ) : (
        <a {...look} href={to}>
          {content}
        </a>
      )}
      {canConfirm && size !== 'month' && (
        <ConfirmButton event={event} look="outlook-event-confirm-badge">
          <span aria-hidden="true">✓</span>
        </ConfirmButton>
      )}
    </span>
  );
};

/** Submits the form of the page for one event. */
export const ConfirmButton = ({
  event: { committee, date, meeting },
  look,
  children,
}: {
  event: CalendarEvent;
  look: string;
  children: preact.ComponentChildren;
}) => (
  <button
    class={look}
    type="submit"
    form="outlook-confirm"
    formaction={`/tor/${committee.id}/meetings/confirm`}
    name="meeting_date"
    value={date}
    data-confirm={`/api/tor/${committee.id}/meetings/confirm-calendar`}
    {...(meeting === undefined ? {} : { 'data-meeting': meeting.id })}
    aria-label={texts.confirmOf(committee.label, dateInWords(date, 'dayMonth'))}
  >
    {children}
  </button>
);

/** The form that confirm buttons of a page submit, which come back to it. */
export const ConfirmForm = ({ back }: { back: string }) => (
  <form id="outlook-confirm" method="post" hidden>
    <input type="hidden" id="csrf_token" name="csrf_token" value={useShell().csrf} />
    <input type="hidden" name="back" value={back} />
  </form>
);
