import type { Declaration } from './ontology/declaration.ts';

/** Rules of docs/style.md that a program can check, for `style.test.ts`. */

/** A text shown to users. `…` stands for each inserted value. */
export interface Text {
  /** Its keys in the catalogue: `form.problem.email`. */
  readonly path: string;
  readonly text: string;
}

/** Returns all texts of a catalogue; those of a function are its literals. */
export function textsOf(catalogue: unknown, path: readonly string[] = []): readonly Text[] {
  const at = path.join('.');
  if (typeof catalogue === 'string') return [{ path: at, text: catalogue }];
  if (typeof catalogue === 'function') {
    return literalsIn(String(catalogue)).map((text) => ({ path: at, text }));
  }
  if (typeof catalogue !== 'object' || catalogue === null) return [];
  return Object.entries(catalogue).flatMap(([key, value]) => textsOf(value, [...path, key]));
}

/**
 * Returns the visible texts of a feature's declaration: labels, groups, descriptions, nouns,
 * families and action texts; not codes, addresses and values.
 */
export function declaredTexts({
  actions,
  families,
  jobs,
  nouns,
  ...parts
}: Declaration): readonly Text[] {
  const { types: _, ...described } = parts;
  return [
    ...textsOf({ actions, families, jobs, nouns }),
    ...textsOf(described).filter(({ path }) => /\.(label|group|description)$/.test(path)),
  ];
}

/**
 * Returns the string literals of a program, without comments and imports. Inserted values become
 * `…`.
 */
export function literalsIn(source: string): readonly string[] {
  const code = source.replace(/^(import|export) [^;]*? from '[^']*';$/gm, '');
  const found: string[] = [];
  readCode(code, 0, found);
  return found;
}

const skipped = [
  { begin: '//', end: '\n' },
  { begin: '/*', end: '*/' },
];

/** Adds the literals from a position on to `found`; returns where the surrounding braces close. */
function readCode(code: string, from: number, found: string[]): number {
  let depth = 0;
  let at = from;
  while (at < code.length && !(code[at] === '}' && depth === 0)) {
    const sign = code[at] ?? '';
    const comment = skipped.find(({ begin }) => code.startsWith(begin, at));
    if (comment !== undefined) {
      const end = code.indexOf(comment.end, at);
      at = end < 0 ? code.length : end + comment.end.length;
    } else if ('\'"`'.includes(sign)) at = readLiteral(code, at, found);
    else {
      depth += sign === '{' ? 1 : 0;
      depth -= sign === '}' ? 1 : 0;
      at += 1;
    }
  }
  return at;
}

/** Adds the literal that starts at a position, and those nested in it; returns its end. */
function readLiteral(code: string, from: number, found: string[]): number {
  const quote = code[from];
  let text = '';
  let at = from + 1;
  while (at < code.length && code[at] !== quote) {
    if (quote === '`' && code.startsWith('${', at)) {
      at = readCode(code, at + 2, found) + 1;
      text += '…';
    } else {
      at += code[at] === '\\' ? 1 : 0;
      text += code[at];
      at += 1;
    }
  }
  found.push(text);
  return at + 1;
}

/**
 * Returns the phrases that a style guide forbids: the cells of the columns `not` and `avoid`. Skips
 * rows with a note in parentheses, which need a human reader.
 */
export function forbiddenIn(markdown: string): readonly string[] {
  const rows = markdown.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const phrases: string[] = [];
  let column = 0;
  for (const cells of rows) {
    const heading = cells.findIndex((cell) => cell === 'not' || cell === 'avoid');
    if (cells.length < 2) column = 0;
    else if (heading > 0) column = heading;
    else if (column > 0 && !/^-+$/.test(cells[column] ?? '')) phrases.push(cells[column] ?? '');
  }
  return phrases
    .filter((cell) => !cell.includes('('))
    .flatMap((cell) => cell.split(', '))
    .filter((phrase) => phrase !== '');
}

/** Names and abbreviations that keep their capitals within a sentence. */
const names = new Set(
  (
    'API APIs AUDIT_VOLUME_MB ASCII Bearer CSV Ctrl DCO End Enter Esc ETag ETags GET Home I Idempotency-Key ' +
    'If-Match JPEG JSON JSON-LD JavaScript KB Link MB MiB Neo4j Node NUL OpenAPI PNG POST ' +
    'PostgreSQL Reference SQL SVG Terms ToR UTC View X-CSRF-Token C K F10 ' +
    'Content-Encoding U COA STIG'
  ).split(' '),
);

/** Labels of buttons, headings and columns, by key. */
const captions =
  /(^|\.)(columns?|tabs|titles?|submit|confirm|cancel|keep|save|delete|label|group|nouns|families)(\.[a-z]\w*)?$/i;
/** Standalone refusals and messages. */
const sentences = /(^|\.)(problem|refusal|refused|invalid)\.[^.]+$/;
/** Descriptions of permissions and settings. */
const descriptions = /^(permissions|settings)\..+\.description$/;
/** Actions, shown after the name of the user. */
const actions = /^actions\./;

const wordsIn = (text: string): readonly string[] =>
  text.split(/\s+/).filter((word) => /[\p{L}\d…]/u.test(word));
const sentencesIn = (text: string): readonly string[] => text.split(/(?<=[.?!:;…]) +/);

/** Returns the violations of the style guide in a text. */
export function faultsOf({ path, text }: Text, rules: StyleRules): readonly string[] {
  return [...wordingFaultsOf(text, rules), ...formFaultsOf(path, text)].map(
    (fault) => `${path}: ${text} – ${fault}`,
  );
}

/** Phrases to avoid, other spellings and long sentences: rules for every text. */
export function wordingFaultsOf(text: string, { forbidden, most }: StyleRules): readonly string[] {
  const isLong = text.split(/(?<=[.?!]) +/).some((sentence) => wordsIn(sentence).length > most);
  return [
    ...forbidden.filter((phrase) => holds(text, phrase)).map((phrase) => `avoid “${phrase}”`),
    ...(isLong ? [`a sentence has more than ${most} words`] : []),
  ];
}

/** Capitals, periods and lengths of UI texts. */
function formFaultsOf(path: string, text: string): readonly string[] {
  const words = wordsIn(text).length;
  const isDescription = descriptions.test(path);
  const isCaption = captions.test(path) && !isDescription;
  const isSentence =
    /[.?!] +\p{Lu}/u.test(text) ||
    words >= 9 ||
    (sentences.test(path) && words >= 3) ||
    isDescription;
  return [
    ...(isCapital(text) && isSentence && !/[.?!:…]$/.test(text)
      ? ['a sentence needs a period']
      : []),
    ...(isCaption && words < 6 && /[^.]\.$/.test(text) ? ['a label has no period'] : []),
    ...(isCaption && !/[.?]/.test(text) && text.length > 40
      ? ['a label has at most 40 characters']
      : []),
    ...(actions.test(path) && /^\p{Lu}|\.$/u.test(text)
      ? ['an action starts in lower case and has no period']
      : []),
    ...titleCased(text).map((word) => `“${word}” needs no capital`),
  ];
}

interface StyleRules {
  readonly forbidden: readonly string[];
  /** Maximum words per sentence. */
  readonly most: number;
}

const isCapital = (text: string): boolean => /^\p{Lu}/u.test(text);

const holds = (text: string, phrase: string): boolean =>
  new RegExp(
    `(?<![\\p{L}\\d_/.])${phrase.replaceAll(/[.*+?]/g, '\\$&')}(?![\\p{L}\\d_])`,
    'iu',
  ).test(text);

/** Capitalized words that neither start a sentence nor are names; quoted names are ignored. */
function titleCased(text: string): readonly string[] {
  return sentencesIn(text.replace(/“[^”]*”|`[^`]*`|"[^"]*"/g, '…'))
    .flatMap((sentence) => wordsIn(sentence).slice(1))
    .map((word) => word.replace(/^[^\p{L}…]+|[^\p{L}\d…]+$/gu, ''))
    .filter(
      (word) =>
        /^\p{Lu}/u.test(word) &&
        !names.has(word.replace(/[’'].*$/, '')) &&
        !/^[A-Z_]+$|\d/.test(word),
    );
}
