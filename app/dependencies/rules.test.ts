import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cycleOf } from './rules.ts';

const edges = (text: string) =>
  text.split(' ').flatMap((edge) => {
    const [source = '', target = ''] = edge.split('>');
    return edge === '' ? [] : [{ source, target }];
  });

test.each([
  ['nothing blocks', '', undefined],
  ['itself', 'a>a', 'a a'],
  ['two committees', 'a>b b>a', 'a b a'],
  ['several steps', 'a>x x>y y>a', 'a x y a'],
  ['the shorter of two ways', 'a>x x>y y>a x>a', 'a x a'],
  ['two ways that meet', 'a>x a>y x>b y>b', undefined],
  ['a cycle that it only leads to', 'a>x x>y y>x', undefined],
  ['a cycle that leads to it', 'y>a x>y y>x a>z', undefined],
])('spec dependencies#cycles: through the first dependency: %s', (_, blocking, cycle) => {
  const all = edges(blocking);
  expect(cycleOf(all, all.slice(0, 1))?.join(' ')).toBe(cycle);
});

test('a cycle follows dependencies, and dependencies added only without one form none', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  fc.assert(
    fc.property(
      fc.array(fc.record({ source: name, target: name }), { maxLength: 30 }),
      (wanted) => {
        const kept: { source: string; target: string }[] = [];
        for (const edge of wanted) {
          const cycle = cycleOf([...kept, edge], [edge]);
          if (cycle === undefined) kept.push(edge);
          else
            for (const [place, source] of cycle.slice(0, -1).entries())
              expect([...kept, edge]).toContainEqual({ source, target: cycle[place + 1] });
        }
        for (const edge of kept) expect(cycleOf(kept, [edge])).toBe(undefined);
      },
    ),
  );
});
