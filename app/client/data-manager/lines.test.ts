import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineReader } from './lines.ts';

test('documents come out as they went in, wherever the text is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.array(fc.nat(40)), (values, cuts) => {
      const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
      const read = lineReader();
      const seen: unknown[] = [];
      let place = 0;
      for (const cut of cuts) {
        seen.push(...read(text.slice(place, place + cut)));
        place += cut;
      }
      seen.push(...read(text.slice(place)));
      expect(JSON.stringify(seen)).toBe(JSON.stringify(values));
    }),
  );
});
