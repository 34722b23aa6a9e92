import { EmptyState } from '../ui/empty-state.tsx';
import { State, type StateProps } from '../ui/word.tsx';
import type { CalendarEvent } from './event.ts';
import { ConfirmButton, statusInWords, statusOf, useEventLink } from './event-pill.tsx';
import { endOf } from './outlook.ts';
import { texts } from './texts.ts';
import { dateInWords } from './titles.ts';

/** Most lines of a list that is the page. */
const mostLines = 150;

interface AgendaListProps {
  readonly events: readonly CalendarEvent[];
  readonly today: string;
  /** Why there may be none. */
  readonly advice: string;
  /** Level of the headings of days. */
  readonly level: 2 | 3;
  /** Most lines. @default 150 */
  readonly most?: number;
  /** Where the other meetings are. */
  readonly more?: string;
}

/** Meetings by day, as a list: the whole calendar for phones and screen readers. */
export const AgendaList = ({
  events,
  today,
  advice,
  level,
  most = mostLines,
  more,
}: AgendaListProps) => {
  if (events.length === 0)
    return (
      <EmptyState icon="calendar" title={texts.empty}>
        {advice}
      </EmptyState>
    );
  const shown = events.slice(0, most);
  const left = events.length - shown.length;
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <>
      {[...Map.groupBy(shown, ({ date }) => date)].map(([date, ofDay]) => (
        <>
          <Heading key={date} class="small day-h">
            {date === today ? texts.today : dateInWords(date, 'weekday')}{' '}
            <span class="muted">
              {date === today && `${dateInWords(date, 'weekday')} `}
              {dateInWords(date, 'dayMonth')}
            </span>
          </Heading>
          <ul key={`${date}-list`} class="rows" role="list">
            {ofDay.map((event) => (
              <Line key={`${event.committee.id}-${event.meeting?.id ?? ''}`} event={event} />
            ))}
          </ul>
        </>
      ))}
      {left > 0 &&
        (more === undefined ? (
          <p class="small muted">{texts.list.left(left)}</p>
        ) : (
          <p class="small day-h">
            <a href={more}>{texts.list.more(left)}</a>
          </p>
        ))}
    </>
  );
};

const Line = ({ event }: { event: CalendarEvent }) => {
  const { committee, time, location, canConfirm } = event;
  const to = useEventLink(event);
  const status = statusOf(event);
  const isCancelled = status === 'cancelled';
  const name = isCancelled ? <s>{committee.label}</s> : committee.label;
  return (
    <li>
      <span class="outlook-line grow">
        <span>
          <span>{time}</span>
          <span class="sub">{endOf(event)}</span>
        </span>
        <span>
          {to === undefined ? (
            name
          ) : (
            <a class="plain" href={to}>
              {name}
            </a>
          )}
          {location !== '' && <span class="sub">{location}</span>}
          <MeetingState status={status} />
        </span>
      </span>
      {canConfirm && (
        <ConfirmButton event={event} look="btn sm">
          {texts.confirm}
        </ConfirmButton>
      )}
    </li>
  );
};

const states: Readonly<Record<string, Pick<StateProps, 'is' | 'tone'>>> = {
  projected: { is: 'planned' },
  confirmed: { is: 'waiting', tone: 'going' },
  in_progress: { is: 'working', tone: 'going' },
  completed: { is: 'done', tone: 'good' },
  cancelled: { is: 'ended' },
};

/** The status of a meeting, with its icon. */
export const MeetingState = ({ status }: { status: string }) => (
  <State {...(states[status] ?? { is: 'waiting' })}>{statusInWords(status)}</State>
);
