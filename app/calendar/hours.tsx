import { EventPill } from './event-pill.tsx';
import { type Block, layoutDay, type Rows, shownRows } from './layout.ts';
import type { Outlook } from './outlook.ts';
import { texts } from './texts.ts';
import { dateInWords } from './titles.ts';

interface HoursGridProps {
  readonly of: Outlook;
  readonly days: readonly string[];
  readonly dayTo: (date: string) => string;
}

/** Days side by side, with the hours from top to bottom (spec calendar#views). */
export const HoursGrid = ({ of, days, dayTo }: HoursGridProps) => {
  const { events, today, view } = of;
  const rows = shownRows(events);
  return (
    <table class={`outlook-grid outlook-hours outlook-${view}`} data-outlook-grid="">
      <thead>
        <tr>
          <th class="outlook-gutter">
            <span class="vh">{texts.hours}</span>
          </th>
          {days.map((day) => (
            <th
              key={day}
              scope="col"
              {...(day === today ? { 'aria-current': 'date' as const } : {})}
            >
              <DayHead day={day} to={view === 'week' ? dayTo(day) : undefined} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <td class="outlook-gutter">
            <HourLabels of={rows} />
          </td>
          {days.map((day) => (
            <td key={day} {...(day === today ? { 'aria-current': 'date' as const } : {})}>
              <Day of={of} day={day} rows={rows} to={dayTo(day)} />
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
};

const DayHead = ({ day, to }: { day: string; to: string | undefined }) => {
  const words = (
    <>
      <span aria-hidden="true">
        {dateInWords(day, 'shortWeekday')}{' '}
        <span class="outlook-number">{dateInWords(day, 'day')}</span>
      </span>
      <span class="vh">{`${dateInWords(day, 'weekday')} ${dateInWords(day, 'dayMonth')}`}</span>
    </>
  );
  return to === undefined ? (
    words
  ) : (
    <a class="outlook-date" href={to}>
      {words}
    </a>
  );
};

/** "07:00" beside every hour; screen readers hear the times of the meetings. */
const HourLabels = ({ of: { first, last } }: { of: Rows }) => (
  <div aria-hidden="true">
    {Array.from({ length: (last - first) / 2 }, (_, hour) => first / 2 + hour).map((hour) => (
      <div key={hour} class="outlook-rows-2">
        {`${String(hour).padStart(2, '0')}:00`}
      </div>
    ))}
  </div>
);

interface DayProps {
  readonly of: Outlook;
  readonly day: string;
  readonly rows: Rows;
  /** The day itself. */
  readonly to: string;
}

const Day = ({ of: { events, marks, view }, day, rows, to }: DayProps) => {
  const { blocks, left } = layoutDay(
    events.filter(({ date }) => date === day),
    rows,
  );
  return (
    <div class="outlook-column">
      {blocks.map((block, place) => (
        <Lanes key={place} of={block} marks={marks} size={view === 'day' ? 'day' : 'week'} />
      ))}
      {left > 0 && (
        <a class="outlook-more" href={to.replace('view=day', 'view=agenda')}>
          <span aria-hidden="true">{texts.more(left)}</span>
          <span class="vh">{texts.moreOn(left, dateInWords(day, 'dayMonth'))}</span>
        </a>
      )}
    </div>
  );
};

interface LanesProps {
  readonly of: Block;
  readonly marks: Outlook['marks'];
  readonly size: 'week' | 'day';
}

/** Heights are classes, because the policy of the pages allows no inline styles. */
const Lanes = ({ of: { rows, lanes }, marks, size }: LanesProps) => (
  <div class={`outlook-lanes outlook-rows-${rows}`}>
    {lanes.map((lane, place) => (
      <div key={place} class="outlook-lane">
        {lane.map(({ rows: height, event }, piece) => (
          <div key={piece} class={`outlook-rows-${height}`}>
            {event !== undefined && (
              <EventPill event={event} mark={marks.get(event.committee.id) ?? 0} size={size} />
            )}
          </div>
        ))}
      </div>
    ))}
  </div>
);
