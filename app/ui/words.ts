/**
 * Language-dependent words: counts, lists, dates. Formatters are expensive to create and never
 * change, so each is created once.
 */

const language = 'en-GB';

const numbers = new Intl.NumberFormat(language);
const tenths = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const plurals = new Intl.PluralRules(language);
const lists = new Intl.ListFormat(language, { type: 'conjunction' });
const alternatives = new Intl.ListFormat(language, { type: 'disjunction' });

/** "48,213" */
export const number = (value: number): string => numbers.format(value);

/** "1 person", "48 people": the number with the singular or plural noun. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${plurals.select(count) === 'one' ? one : many}`;

/** "a, b and c" */
export const listed = (items: readonly string[]): string => lists.format(items);

/** "a, b or c" */
export const either = (items: readonly string[]): string => alternatives.format(items);

const sizeUnits = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'KB'],
] as const;

/** "1.4 MB": sizes as in file managers, in powers of 1000. */
export function fileSize(bytes: number): string {
  const unit = sizeUnits.find(([size]) => bytes >= size);
  return unit === undefined
    ? counted(bytes, 'byte')
    : `${tenths.format(bytes / unit[0])} ${unit[1]}`;
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
  return letters.join('').toLocaleUpperCase(language) || '?';
}
