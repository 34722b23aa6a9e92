import { describe, expect, test } from 'vitest';
import type { Committee, Dependency } from './map.ts';
import { type MapQuery, mostNodes, selected } from './selection.ts';

const committee = (id: string, organization = ''): Committee => ({
  ...{ id, organization, name: `c${id}`, label: `Committee ${id}`, status: 'active' },
  ...{ cadence: '', weekday: '', time: '' },
});

/** `1>2` feeds, `1^2` escalates; `!` after it blocks. */
const dependencies = (words: string): Dependency[] =>
  words.split(' ').map((word, at) => {
    const [, source = '', sign, target = '', mark] = /^(\d+)([>^])(\d+)(!?)$/.exec(word) ?? [];
    return {
      ...{ id: String(at), source, target, outputs: '', description: '' },
      ...{ kind: sign === '^' ? 'escalates_to' : 'feeds_into', isBlocking: mark === '!' },
    };
  });

const all: MapQuery = {
  kind: undefined,
  blocking: false,
  organization: undefined,
  focus: undefined,
};
const six = ['1', '2', '3', '4', '5', '6'].map((id) => committee(id));

const drawn = (words: string, query: Partial<MapQuery> = {}, committees = six) => {
  const map = { committees, dependencies: dependencies(words) };
  const { nodes, edges, reduced } = selected(map, { ...all, ...query });
  return {
    reduced,
    nodes: nodes.map(({ id }) => id).join(' '),
    edges: edges.map(({ source, target }) => `${source}-${target}`).join(' '),
    circle: edges
      .filter(({ isCycle }) => isCycle)
      .map(({ source, target }) => `${source}-${target}`),
  };
};

describe('spec governance-map#selection', () => {
  test('without filters everything is drawn', () =>
    expect(drawn('1>2 2^3')).toMatchObject({ nodes: '1 2 3 4 5 6', edges: '1-2 2-3' }));

  test('by relation and by what blocks', () => {
    expect(drawn('1>2 2^3', { kind: 'escalates_to' })).toMatchObject({ edges: '2-3' });
    expect(drawn('1>2! 2^3', { blocking: true })).toMatchObject({ edges: '1-2' });
  });

  test('paths through a committee: what leads to it and what follows, at any distance', () =>
    expect(drawn('1>2 2>3 3>4 5>3 1>6', { focus: '3' })).toMatchObject({
      nodes: '1 2 3 4 5',
      edges: '1-2 2-3 3-4 5-3',
    }));

  test('a dependency past the committee is not on its paths', () =>
    expect(drawn('1>2 2>3 1>3', { focus: '2' })).toMatchObject({ edges: '1-2 2-3' }));

  test('a circle ends the search of paths', () =>
    expect(drawn('1>2 2>1 2>3', { focus: '1' })).toMatchObject({ nodes: '1 2 3' }));

  test('only blocking dependencies in a circle are marked', () => {
    expect(drawn('1>2! 2>3! 3>1! 3>4! 5>6 6>5').circle).toEqual(['1-2', '2-3', '3-1']);
    expect(drawn('1>2! 2>1').circle).toEqual([]);
    expect(drawn('1>2! 2>1! 2>3! 3>4! 4>3!').circle).toEqual(['1-2', '2-1', '3-4', '4-3']);
  });

  const many = Array.from({ length: 90 }, (_, n) =>
    committee(String(n + 1), n < 45 ? 'North' : 'South'),
  );

  test('more than a reader can tell apart are grouped by organization', () => {
    const { nodes, edges, reduced } = drawn('1>2 1>50 2>60 60>3', {}, many);
    expect(reduced).toBe('grouped');
    expect(nodes).toBe('group:North group:South');
    expect(edges).toBe('group:North-group:South group:South-group:North');
  });

  test('an organization shows its own', () =>
    expect(drawn('1>2 1>50', { organization: 'North' }, many)).toMatchObject({
      reduced: undefined,
      edges: '1-2',
    }));

  test('without organizations those with most dependencies are drawn', () => {
    const alone = many.map(({ id }) => committee(id));
    const { nodes, reduced } = drawn('80>90 90>70 70>80', {}, alone);
    expect(reduced).toBe('cut');
    expect(nodes.split(' ')).toHaveLength(mostNodes);
    expect(nodes.split(' ')).toEqual(expect.arrayContaining(['70', '80', '90']));
  });
});

test('a thousand committees with three thousand dependencies are selected at once', () => {
  const committees = Array.from({ length: 1000 }, (_, n) =>
    committee(String(n), `Division ${n % 40}`),
  );
  const words = Array.from({ length: 3000 }, (_, n) => `${n % 1000}>${(n * 7 + 1) % 1000}!`).join(
    ' ',
  );
  const { nodes, edges } = selected({ committees, dependencies: dependencies(words) }, all);
  expect(nodes).toHaveLength(40);
  expect(edges.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(3000);
});
