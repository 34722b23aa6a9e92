// Cron fields in the subset that cron and node-cron read alike: numbers, names of months and days,
// lists, ranges, steps. Seconds, "@daily", "L", "W" and "#" are excluded, because the two read them
// differently.

interface CronField {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** The same range as a regular expression. */
  readonly number: string;
  readonly names?: readonly string[];
}

const fields: readonly CronField[] = [
  { name: 'minute', from: 0, to: 59, number: '[1-5]?[0-9]' },
  { name: 'hour', from: 0, to: 23, number: '(2[0-3]|1?[0-9])' },
  { name: 'day of the month', from: 1, to: 31, number: '(3[01]|[12][0-9]|[1-9])' },
  {
    name: 'month',
    from: 1,
    to: 12,
    number: '(1[0-2]|[1-9])',
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  {
    name: 'day of the week',
    from: 0,
    to: 7,
    number: '[0-7]',
    names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
  },
];

const fieldPattern = ({ number, names }: CronField): string => {
  const value = names ? `(${number}|${names.join('|')})` : number;
  const part = `(\\*|${value}(-${value})?)(/[1-9][0-9]?)?`;
  return `${part}(,${part})*`;
};

/** Matches a schedule of five fields whose numbers are all in range. */
export const cronPattern = new RegExp(`^${fields.map(fieldPattern).join(' ')}$`);

/** Why `schedule` is not five cron fields, as a message; undefined if it is. */
export function explainCron(schedule: string): string | undefined {
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== fields.length)
    return `five cron fields are required (minute hour day month weekday), found ${parts.length}`;
  for (const [index, field] of fields.entries()) {
    const reason = explainField(parts[index] ?? '', field);
    if (reason) return reason;
  }
  return cronPattern.test(schedule)
    ? undefined
    : 'one space is required between the cron fields, and none around them';
}

function explainField(text: string, field: CronField): string | undefined {
  if (new RegExp(`^${fieldPattern(field)}$`).test(text)) return undefined;
  const outside = (text.match(/(?<!\/)\d+/g) ?? [])
    .map(Number)
    .find((value) => value < field.from || value > field.to);
  if (outside !== undefined) return `${field.name} ${outside} is not in ${field.from}–${field.to}`;
  return `"${text}" is not a cron ${field.name}: *, numbers, lists (1,2), ranges (1-5) and steps (*/15)`;
}

/**
 * Why a range in a well-formed schedule is reversed; undefined if none is. Names are not compared.
 */
export function explainRangeOrder(schedule: string): string | undefined {
  const backwards = schedule.split(/[ ,]/).find((part) => {
    const [, from, to] = /^(\d+)-(\d+)/.exec(part) ?? [];
    return from !== undefined && Number(from) > Number(to);
  });
  return backwards && `"${backwards}" starts with the larger number`;
}
