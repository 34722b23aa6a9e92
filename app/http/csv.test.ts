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
  ['a moment', new Date('2026-03-18T14:30:00Z'), '2026-03-18T14:30:00.000Z'],
  ['nothing', null, ''],
])('admin 15.16: %s', (_, cell, expected) => expect(csvLine([cell, 'x'])).toBe(`${expected},x\r\n`));
