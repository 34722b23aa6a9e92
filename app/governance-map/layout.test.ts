import { expect, test } from 'vitest';
import { box, layoutOf } from './layout.ts';

const links = (words: string) =>
  words
    .split(' ')
    .filter(Boolean)
    .map((word) => {
      const [source = '', target = ''] = word.split('>');
      return { source, target };
    });

const layout = (nodes: string, edges: string) => {
  const { nodes: placed, ...rest } = layoutOf(nodes.split(' '), links(edges));
  return { ...rest, at: new Map(placed.map(({ id, x, y }) => [id, { x, y }])) };
};

test('spec governance-map#drawing: a node stands right of all that lead to it', () => {
  const { at } = layout('a b c d', 'a>b b>c a>c d>c');
  const x = (id: string) => at.get(id)?.x ?? Number.NaN;
  expect(x('a')).toBeLessThan(x('b'));
  expect(x('b')).toBeLessThan(x('c'));
  expect(x('d')).toBeLessThan(x('c'));
});

test('a circle is drawn: one link leads back, to the left edge of its target', () => {
  const { at, edges } = layout('a b c', 'a>b b>c c>a');
  expect(new Set([...at.values()].map(({ x }) => x)).size).toBe(3);
  const back = edges.find(({ link }) => link.source === 'c');
  const end = back?.path.split(' ').slice(-2).map(Number);
  expect(end?.[0]).toBe((at.get('a')?.x ?? 0) + box.width);
});

test('nodes never overlap, and equal input gives an equal drawing', () => {
  const ids = Array.from({ length: 60 }, (_, n) => `n${n}`);
  const edges = ids.flatMap((id, n) =>
    [7, 11, 13].map((step) => ({ source: id, target: `n${(n * step + 3) % 60}` })),
  );
  const { nodes, width, height } = layoutOf(ids, edges);
  for (const [at, one] of nodes.entries()) {
    expect(one.x + box.width).toBeLessThanOrEqual(width);
    expect(one.y + box.height).toBeLessThanOrEqual(height);
    for (const other of nodes.slice(at + 1))
      expect(
        Math.abs(one.x - other.x) >= box.width || Math.abs(one.y - other.y) >= box.height,
      ).toBe(true);
  }
  expect(layoutOf(ids, edges)).toEqual(layoutOf(ids, edges));
});

test('a long link passes between the nodes of the layers on its way', () => {
  const { at, edges } = layout('a b c', 'a>b b>c a>c');
  const long = edges.find(({ link }) => link.source === 'a' && link.target === 'c');
  const between = at.get('b') ?? { x: 0, y: 0 };
  const crossing = long?.path.match(/L (\S+) (\S+)/);
  const y = Number(crossing?.[2]);
  expect(y < between.y || y > between.y + box.height).toBe(true);
});

test('two links between the same nodes stay apart', () => {
  const { edges } = layout('a b', 'a>b a>b b>a');
  expect(new Set(edges.map(({ path }) => path)).size).toBe(3);
});

test('links to unknown nodes and to the node itself are left out', () =>
  expect(layout('a', 'a>a a>z').edges).toEqual([]));
