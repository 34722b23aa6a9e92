import { PassThrough } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { expect, test } from 'vitest';
import { createScreen } from './screen.ts';

/** A terminal of that many columns, and its output. */
function terminal(columns: number) {
  const stream = new PassThrough({ encoding: 'utf8' });
  const output = Object.assign(stream, { isTTY: true, columns, rows: 0 }) as unknown as WriteStream;
  return { output, written: () => String(stream.read() ?? '') };
}

const text = 'base 2026-11 · 153 entities, 469 properties, 104 relations';

test.each([0, 80, 120])('on a terminal of %i columns a line keeps its words', (columns) => {
  const { output, written } = terminal(columns);
  const screen = createScreen(output, { isTTY: false } as ReadStream);
  screen.begin('seed', 'seeding');
  screen.finish('seed', 'done', text);
  expect(written().split('\n')[0]).toContain('base 2026-11 · 153 entities, 469');
});
