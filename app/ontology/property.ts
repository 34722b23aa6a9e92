import { z } from 'zod';
import { texts as words } from './texts.ts';

/**
 * How one property is read from the text that is stored, and written to it (spec ontology#types).
 */
export interface Property<T> {
  readonly kind:
    | 'text'
    | 'integer'
    | 'flag'
    | 'choice'
    | 'reference'
    | 'date'
    | 'time'
    | 'moment'
    | 'json';
  /** What an absent or unreadable text counts as. */
  readonly standard: T;
  /** The value of a text; `undefined` when it doesn't make sense. */
  parse(text: string): T | undefined;
  /** Completes "expected …". */
  readonly expected: string;
  /** The only values of a choice, in their order. */
  readonly choices?: readonly string[];
  /** Type of the entity whose id a reference holds. */
  readonly refersTo?: string;
}

/**
 * The text of a value as it is stored; `undefined` for one that isn't: an empty text, or nothing at
 * all.
 */
export function format(value: unknown): string | undefined {
  if (value === '' || value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString().slice(0, 19);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The type of a property's values. */
export type PropertyValue<P> = P extends Property<infer T> ? T : never;

/** Text; an empty one isn't stored. Its length counts characters. @param max @default 10,000 */
export const text = ({
  standard = '',
  max = 10_000,
}: {
  standard?: string;
  max?: number;
} = {}): Property<string> => ({
  kind: 'text',
  standard,
  parse: (raw) => ([...raw].length <= max ? raw : undefined),
  expected: words.kinds.text(max.toLocaleString('en')),
});

interface Range {
  /** @default -2,147,483,648 */
  readonly min?: number;
  /** @default 2,147,483,647 */
  readonly max?: number;
}

/** A whole number, or `null`. */
export const integer = ({
  min = -2_147_483_648,
  max = 2_147_483_647,
}: Range = {}): Property<number | null> => ({
  kind: 'integer',
  standard: null,
  parse: (raw) => {
    const value = /^[+-]?\d{1,15}$/.test(raw.trim()) ? Number(raw) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  },
  expected: words.kinds.integer(min, max),
});

/** A whole number that is always there. */
export function integerOr(standard: number, range: Range = {}): Property<number> {
  const { parse, ...property } = integer(range);
  return { ...property, standard, parse: (raw) => parse(raw) ?? undefined };
}

/** Yes or no, stored as `true` or `false`; `1` and `0` are read, too. */
export const flag = (standard = false): Property<boolean> => ({
  kind: 'flag',
  standard,
  parse: (raw) =>
    raw === 'true' || raw === '1' ? true : raw === 'false' || raw === '0' ? false : undefined,
  expected: words.kinds.flag,
});

/** One of a few words. */
export const choice = <const Choices extends readonly [string, ...string[]]>(
  choices: Choices,
  standard: Choices[number] = choices[0],
): Property<Choices[number]> => ({
  kind: 'choice',
  standard,
  parse: (raw) => choices.find((one) => one === raw),
  expected: choices.join(', '),
  choices,
});

const bigint = 9_223_372_036_854_775_807n;

/** Whether a text can be an id: a whole number that fits into 64 bits. */
export const isId = (raw: string): boolean => /^[1-9]\d{0,18}$/.test(raw) && BigInt(raw) <= bigint;

/** Id of another entity. Who reads it finds out whether that still exists. */
export const reference = (type: string): Property<string | null> => ({
  kind: 'reference',
  standard: null,
  parse: (raw) => (isId(raw) ? raw : undefined),
  expected: words.kinds.reference(type),
  refersTo: type,
});

/** A day, YYYY-MM-DD, that exists. */
export const date = (): Property<string | null> => ({
  kind: 'date',
  standard: null,
  parse: (raw) => (isDay(raw) ? raw : undefined),
  expected: words.kinds.date,
});

/** Whether a text is a day of the calendar. */
export function isDay(raw: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(raw)) return false;
  const day = new Date(`${raw}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(raw);
}

/** A time of day, HH:MM. */
export const time = (): Property<string | null> => ({
  kind: 'time',
  standard: null,
  parse: (raw) => (/^([01]\d|2[0-3]):[0-5]\d$/.test(raw) ? raw : undefined),
  expected: words.kinds.time,
});

/** A moment in UTC, stored as YYYY-MM-DDTHH:MM:SS or with a day alone. */
export const moment = (): Property<Date | null> => ({
  kind: 'moment',
  standard: null,
  parse: (raw) => {
    const at =
      isDay(raw.slice(0, 10)) && /^.{10}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z?)?$/.test(raw)
        ? utc(raw)
        : Number.NaN;
    return Number.isNaN(at) ? undefined : new Date(at);
  },
  expected: words.kinds.moment,
});

const utc = (raw: string) =>
  Date.parse(raw.length === 10 ? `${raw}T00:00Z` : raw.endsWith('Z') ? raw : `${raw}Z`);

/** A document. One that doesn't fit its schema counts as `standard`. */
export const json = <T>(schema: z.ZodType<T>, standard: T): Property<T> => ({
  kind: 'json',
  standard,
  parse: (raw) => {
    try {
      return schema.safeParse(JSON.parse(raw)).data;
    } catch {
      return undefined;
    }
  },
  expected: words.kinds.json,
});

/** A list of texts, in a JSON document. */
export const texts = (): Property<string[]> => json(z.array(z.string()), []);
