import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wayThrough } from './rules.ts';

const edges = (text: string) =>
  text.split(' ').flatMap((edge) => {
    const [source = '', target = ''] = edge.split('>');
    return edge === '' ? [] : [{ source, target }];
  });

test.each([
  ['nothing blocks', '', undefined],
  ['one step', 'a>b', 'a b'],
  ['several steps', 'a>x x>y y>b', 'a x y b'],
  ['the shorter of two ways', 'a>x x>b a>b', 'a b'],
  ['the other direction only', 'b>a', undefined],
  ['a cycle that does not lead there', 'a>x x>a', undefined],
])('spec dependencies#cycles: %s', (_, blocking, way) =>
  expect(wayThrough(edges(blocking), 'a', 'b')?.join(' ')).toBe(way),
);

test('a way follows dependencies, and dependencies added only without a way form no cycle', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  fc.assert(
    fc.property(
      fc.array(fc.record({ source: name, target: name }), { maxLength: 30 }),
      (wanted) => {
        const kept: { source: string; target: string }[] = [];
        for (const edge of wanted) {
          const way = wayThrough(kept, edge.target, edge.source);
          if (way === undefined) kept.push(edge);
          else
            for (const [place, source] of way.slice(0, -1).entries())
              expect(kept).toContainEqual({ source, target: way[place + 1] });
        }
        for (const { source, target } of kept)
          expect(wayThrough(kept, target, source)).toBe(undefined);
      },
    ),
  );
});
