import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { locale } from './language.ts';

// Everything that depends on the language takes it from `language.ts`; otherwise a build in another
// language would keep English dates, numbers or orders.

const root = fileURLToPath(new URL('.', import.meta.url));

const allowed: readonly (readonly [reason: string, file: RegExp])[] = [
  ['operators read English', /^cli\//],
  [
    'parses the UTC offset that Intl writes, and finds the zone of the browser',
    /(^|\/)time-zone\.ts$/,
  ],
];

/** A fixed locale, or that of the machine. */
const otherLocales =
  /'en(-[A-Z]{2})?'|\blang="(?!\$\{locale\})|\.localeCompare\(|\.toLocale\w+\((?!locale\b)|\bIntl\.(Collator|\w+Format|PluralRules)\((?!locale\b)/g;

const found = (source: string): readonly string[] =>
  source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').match(otherLocales) ?? [];

const files = globSync('**/*.{ts,tsx}', { cwd: root }).filter(
  (file) => !/\.test\.tsx?$/.test(file) && file !== 'language.ts',
);

test('only one file says the language', () => {
  const others = files.flatMap((file) =>
    found(readFileSync(`${root}${file}`, 'utf8')).map((text) => [file, text] as const),
  );
  const isAllowed = (file: string) => allowed.some(([, those]) => those.test(file));
  expect(others.filter(([file]) => !isAllowed(file))).toEqual([]);
  // An exception that is no longer needed is removed.
  for (const [reason, those] of allowed)
    expect(
      others.some(([file]) => those.test(file)),
      reason,
    ).toBe(true);
});

test.each([
  "new Intl.NumberFormat('en-GB')",
  "count.toLocaleString('en')",
  'at.toLocaleDateString()',
  'one.localeCompare(other)',
  'new Intl.DateTimeFormat(document.documentElement.lang)',
  '<html lang="en">',
])('%s is found', (source) => expect(found(source)).not.toEqual([]));

test('the language is a tag in its standard form', () =>
  expect(Intl.getCanonicalLocales(locale)).toEqual([locale]));
