import { z } from 'zod';
import { locale } from '../language.ts';
import { texts as words } from './texts.ts';

/** How one property is parsed from its stored text and formatted (spec ontology#types). */
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
  /** The value of a missing or unreadable text. */
  readonly standard: T;
  /** Parses a text; `undefined` if it is invalid. */
  parse(text: string): T | undefined;
  /** Completes "expected …". */
  readonly expected: string;
  /** The allowed values of a choice, in order. */
  readonly choices?: readonly string[];
  /** Type of the entity that a reference points to. */
  readonly refersTo?: string;
}

/** Formats a value for storage; `undefined` for an empty text or no value. */
export function format(value: unknown): string | undefined {
  if (value === '' || value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString().slice(0, 19);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The type of a property's values. */
export type PropertyValue<P> = P extends Property<infer T> ? T : never;

/** Text; an empty one is not stored. The length counts characters. @param max @default 10,000 */
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
  expected: words.kinds.text(new Intl.NumberFormat(locale).format(max)),
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

/** A whole number with a default. */
export const integerOr = (standard: number, range?: Range): Property<number> => ({
  ...(integer(range) as Property<number>),
  standard,
});

/** Yes or no, stored as `true` or `false`; `1` and `0` are read too. */
export const flag = (standard = false): Property<boolean> => ({
  kind: 'flag',
  standard,
  parse: (raw) =>
    raw === 'true' || raw === '1' ? true : raw === 'false' || raw === '0' ? false : undefined,
  expected: words.kinds.flag,
});

/** One of a few values. */
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

/** Whether a text is a valid id: a positive whole number of 64 bits. */
export const isId = (raw: string): boolean => /^[1-9]\d{0,18}$/.test(raw) && BigInt(raw) <= bigint;

/** A value that may be missing. */
const optional = <T>(
  kind: 'date' | 'time' | 'moment',
  parse: (raw: string) => T | undefined,
): Property<T | null> => ({ kind, standard: null, parse, expected: words.kinds[kind] });

/** Id of another entity. Readers check whether it still exists. */
export const reference = (type: string): Property<string | null> => ({
  kind: 'reference',
  standard: null,
  parse: (raw) => (isId(raw) ? raw : undefined),
  expected: words.kinds.reference(type),
  refersTo: type,
});

/** A valid date, YYYY-MM-DD. */
export const date = () => optional('date', (raw) => (isDay(raw) ? raw : undefined));

/** Whether a text is a valid date. */
export function isDay(raw: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(raw)) return false;
  const day = new Date(`${raw}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(raw);
}

/** A time of day, HH:MM. */
export const time = () =>
  optional('time', (raw) => (/^([01]\d|2[0-3]):[0-5]\d$/.test(raw) ? raw : undefined));

/** A moment in UTC, stored as YYYY-MM-DDTHH:MM:SS or as a date only. */
export const moment = () =>
  optional('moment', (raw) => {
    const isWellFormed = /^.{10}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z?)?$/.test(raw);
    const at = isDay(raw.slice(0, 10)) && isWellFormed ? utc(raw) : Number.NaN;
    return Number.isNaN(at) ? undefined : new Date(at);
  });

const utc = (raw: string) =>
  Date.parse(raw.length === 10 ? `${raw}T00:00Z` : raw.endsWith('Z') ? raw : `${raw}Z`);

/** A JSON document. One that does not match its schema counts as `standard`. */
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

/** A list of texts, as a JSON document. */
export const texts = (): Property<string[]> => json(z.array(z.string()), []);
