import type { ComponentChildren } from 'preact';
import { zoneLabel } from '../time-zone.ts';
import { Button } from './button.tsx';
import { texts } from './texts.ts';

export interface RecurrencePickerProps {
  /** The select with how often; its values are those of `Recurrence`. */
  readonly frequency: ComponentChildren;
  /** The day of the week; shown for a frequency with one. */
  readonly day: ComponentChildren;
  /** A date in the first week; shown for every two weeks. */
  readonly from: ComponentChildren;
  /** Time, duration and further rules. */
  readonly children?: ComponentChildren;
  /** IANA name of the zone of all times. */
  readonly timeZone: string;
  /** The next dates in words; none: nothing recurs yet. */
  readonly next: readonly string[];
  /** Address that returns the page for the input, with other dates. */
  readonly preview?: string;
}

const words = texts.recurrence;

/**
 * Fields that say when something recurs, with the zone and the next dates (spec
 * interface#recurrence). Dates follow the input with JavaScript, `ShowDates`
 * without.
 */
export const RecurrencePicker = ({
  frequency,
  day,
  from,
  children,
  timeZone,
  next,
  preview,
}: RecurrencePickerProps) => (
  <div class="recurs" {...(preview === undefined ? {} : { 'data-live': preview })}>
    {frequency}
    <div class="recurs-day">{day}</div>
    <div class="recurs-from">{from}</div>
    {children}
    <div class="panel">
      <p class="label">{words.next}</p>
      <div id="next-dates" data-live-part="" role="status">
        {next.length === 0 ? (
          <p class="muted">{words.none}</p>
        ) : (
          <ul role="list">
            {next.map((date) => (
              <li key={date}>{date}</li>
            ))}
          </ul>
        )}
      </div>
      <p class="small muted">{words.zone(zoneLabel(timeZone))}</p>
    </div>
  </div>
);

/** Shows the next dates without JavaScript. Follows the button that `Enter` presses. */
export const ShowDates = ({ preview }: { preview: string }) => (
  <span class="no-script">
    <Button type="submit" formaction={preview} formnovalidate>
      {words.show}
    </Button>
  </span>
);
