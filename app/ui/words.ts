import { locale } from '../language.ts';

/**
 * Language-dependent words: counts, lists, dates. Formatters are expensive to create and never
 * change, so each is created once.
 */

const numbers = new Intl.NumberFormat(locale);
const plurals = new Intl.PluralRules(locale);
const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
const alternatives = new Intl.ListFormat(locale, { type: 'disjunction' });
const order = new Intl.Collator(locale);

/** "48,213" */
export const number = (value: number): string => numbers.format(value);

/** Forms of a noun for the counts that the language distinguishes; `other` is for all others. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string;
};

/** The form of a noun for a count: a language with more than two forms names each. */
export const plural = (count: number, forms: Forms): string =>
  forms[plurals.select(count)] ?? forms.other;

/** "1 person", "48 people": the number with the singular or plural noun. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${plural(count, { one, other: many })}`;

/** "a, b and c" */
export const listed = (items: readonly string[]): string => lists.format(items);

/** "a, b or c" */
export const either = (items: readonly string[]): string => alternatives.format(items);

/** Compares names by the alphabet of the language, for `sort`. */
export const alphabetical = (one: string, other: string): number => order.compare(one, other);

const size = (unit: string, unitDisplay: 'long' | 'short') =>
  new Intl.NumberFormat(locale, {
    ...{ style: 'unit', unit, unitDisplay },
    maximumFractionDigits: 1,
  });

const sizes = [
  [1e9, size('gigabyte', 'short')],
  [1e6, size('megabyte', 'short')],
  [1e3, size('kilobyte', 'short')],
  [1, size('byte', 'long')],
] as const;

/** "1.4 MB": sizes as in file managers, in powers of 1000, and a capital for each unit. */
export function fileSize(bytes: number): string {
  const [unit, format] = sizes.find(([least]) => bytes >= least) ?? sizes[3];
  return format.format(bytes / unit).replace('kB', 'KB');
}

/** "TW" for "Tomasz Wrona"; the first two letters of a single name. Ignores text in parentheses. */
export function initials(name: string): string {
  const words = name
    .replace(/\(.*?\)/gu, ' ')
    .trim()
    .split(/\s+/u)
    .filter(Boolean);
  const [first = '', last = ''] =
    words.length > 1 ? [words[0], words.at(-1)] : [words[0], undefined];
  const letters = last === '' ? [...first].slice(0, 2) : [[...first][0], [...last][0]];
  return letters.join('').toLocaleUpperCase(locale) || '?';
}
