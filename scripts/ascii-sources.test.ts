import { expect, test } from 'vitest';
import { toAscii } from './ascii-sources.ts';

const evaluate = (source: string): unknown => new Function(`return ${source}`)();

test.each([
  ["'it’s'", 'it’s'],
  ["'\\…'", '…'],
  ["'\\\\…'", '\\…'],
  ["'💣\\n'", '💣\n'],
  ['`a…–`', 'a…–'],
  ['/[.!?…]$/.test("so…")', true],
  ['"💣".match(/^[💣]$/u)?.[0]', '💣'],
  ['1 /* – */ + 1 // …', 2],
  ['String.raw`…`', '…'],
])('%s means the same', (source, value) => {
  const ascii = toAscii(source);
  expect(evaluate(ascii)).toBe(value);
  expect(evaluate(source)).toBe(value);
  if (!source.includes('raw')) expect(ascii).toMatch(/^[\0-\x7f]*$/);
});
