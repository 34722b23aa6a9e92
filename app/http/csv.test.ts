import { expect, test } from 'vitest';
import { type CsvCell, csvLine } from './csv.ts';

test.each<[string, CsvCell, string]>([
  ['a word', 'plain', 'plain'],
  ['a comma', 'a, b', '"a, b"'],
  ['quotes', 'say "yes"', '"say ""yes"""'],
  ['a line break', 'one\r\ntwo', '"one\r\ntwo"'],
  ['a lone carriage return', 'one\rtwo', '"one\rtwo"'],
  ['a formula', '=1+1', "'=1+1"],
  ['a formula with a comma', '@SUM(1,2)', `"'@SUM(1,2)"`],
  ['a sign in front', '+49 30', "'+49 30"],
  ['a minus in front', '-2', "'-2"],
  ['a negative number, which is no formula', -2, '-2'],
  ['a tab in front', '\t=1', "'\t=1"],
  ['a carriage return in front', '\r=1', `"'\r=1"`],
  ['a line feed in front', '\n=1', `"'\n=1"`],
  ['a break in front of a word', '\rword', `"'\rword"`],
  ['a blank in front of a sign', ' =1', "' =1"],
  ['a no-break space in front of a sign', '\u00a0=1', "'\u00a0=1"],
  ['a blank in front of a word', ' word', ' word'],
  ...['＝', '＋', '－', '＠'].map((sign): [string, string, string] => [
    `a ${sign} in full width`,
    `${sign}1`,
    `'${sign}1`,
  ]),
  ['a moment', new Date('2026-03-18T14:30:00Z'), '2026-03-18T14:30:00.000Z'],
  ['nothing', null, ''],
])('spec requests#csv: %s', (_, cell, expected) =>
  expect(csvLine([cell, 'x'])).toBe(`${expected},x\r\n`),
);
