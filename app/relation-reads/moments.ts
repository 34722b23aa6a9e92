import { type RawBuilder, sql } from 'kysely';

// Moments that entities keep as text (YYYY-MM-DD, with a time in UTC or without), in both stores.

const moment =
  /^([1-9]\d{3})-(\d\d)-(\d\d)(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?Z?)?$/;

/** SQL of a stored moment; null if the text is none. */
export const storedMoment = (
  text: RawBuilder<unknown>,
): RawBuilder<Date | null> => sql<Date | null>`
  (case when ${text} ~ ${sql.lit(moment.source)} and pg_input_is_valid(${text}, 'timestamp')
    then (${text})::timestamp at time zone 'UTC' end)`;

/** The same of a text of the graph, in microseconds since 1970; `undefined` if it is none. */
export function microsecondsOf(text: string | null): number | undefined {
  const found = moment.exec(text ?? '');
  if (found === null) return undefined;
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = ''] = found;
  const at = new Date(
    Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    ),
  );
  // 31 February is the third of March.
  if (at.getUTCMonth() !== Number(month) - 1) return undefined;
  return at.getTime() * 1000 + Number(fraction.padEnd(6, '0'));
}
