import fc from 'fast-check';
import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { JsonBlock, safeJson } from './json-block.tsx';

test('spec requests#embedded-json: JSON inside a page ends neither its element nor its line', () => {
  const value = {
    label: '</script><script>alert(1)</script><!--',
    line: 'a\u2028b\u2029c',
    amp: '&lt;',
  };
  const markup = renderToString(<JsonBlock id="x" value={value} />);
  expect(markup).toBe(
    '<script type="application/json" id="x">{"label":"\\u003c/script\\u003e\\u003cscript\\u003ealert(1)\\u003c/script\\u003e\\u003c!--","line":"a\\u2028b\\u2029c","amp":"\\u0026lt;"}</script>',
  );
  expect(JSON.parse(safeJson(value))).toEqual(value);
});

test('any value is the same after the journey, and none can leave its element', () =>
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = safeJson(value);
      expect(text).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  ));
