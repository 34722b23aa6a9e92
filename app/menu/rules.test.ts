import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrange } from './rules.ts';
import { type Entry, type Move, standingOf, stepsOf, type Tree, treeOf } from './tree.ts';

const entry = (id: string, parent: string | null, place: number): Entry => ({
  ...{ id, name: `n${id}`, label: `Entry ${id}`, url: `/${id}`, parent, place },
  ...{ isActive: true, version: '1', requires: [] },
});
/** Dashboard; Admin with 11, 12, 13; Governance with 21. */
const menu = [
  ...[entry('1', null, 1), entry('2', null, 2), entry('3', null, 3)],
  ...[entry('11', 'n2', 1), entry('12', 'n2', 2), entry('13', 'n2', 3), entry('21', 'n3', 1)],
  entry('99', 'gone', 1),
];
const tree = treeOf(menu);
const find = (id: string) => menu.find((one) => one.id === id) ?? entry(id, null, 0);
const move = (id: string, module?: string, before?: string): Move => ({ id, module, before });

/** The menu after a move, as ids by module. */
function menuAfter(from: readonly Entry[], wanted: Move): readonly Entry[] {
  const arranged = arrange(treeOf(from), wanted);
  if (!arranged.ok) throw new Error(arranged.reason);
  return from
    .map((one) => ({
      ...one,
      place: arranged.places.get(one.id) ?? one.place,
      parent: one.id === wanted.id && arranged.parent ? arranged.parent.name : one.parent,
    }))
    .toSorted((one, other) => one.place - other.place);
}

const idsOf = ({ modules }: Tree) =>
  modules.map(({ module, entries }) => [module.id, ...entries.map(({ id }) => id)].join(' '));

test('modules hold their entries; an entry whose module is gone is a stray', () => {
  expect(idsOf(tree)).toEqual(['1', '2 11 12 13', '3 21']);
  expect(tree.strays.map(({ id }) => id)).toEqual(['99']);
});

test.each<[string, Move, string[]]>([
  ['before another', move('13', '2', '11'), ['1', '2 13 11 12', '3 21']],
  ['to the end', move('11', '2'), ['1', '2 12 13 11', '3 21']],
  ['where it is', move('12', '2', '13'), ['1', '2 11 12 13', '3 21']],
  ['into another module', move('12', '3', '21'), ['1', '2 11 13', '3 12 21']],
  ['into a module without entries', move('12', '1'), ['1 12', '2 11 13', '3 21']],
  ['a module among modules', move('3', undefined, '1'), ['3 21', '1', '2 11 12 13']],
  ['a stray into a module', move('99', '3'), ['1', '2 11 12 13', '3 21 99']],
])('%s', (_, wanted, expected) => expect(idsOf(treeOf(menuAfter(menu, wanted)))).toEqual(expected));

test('only what changes is numbered', () => {
  expect(arrange(tree, move('12', '2', '13'))).toMatchObject({ ok: true, places: new Map() });
  expect(arrange(tree, move('13', '2', '12'))).toMatchObject({
    places: new Map([
      ['13', 2],
      ['12', 3],
    ]),
  });
});

test('entries with the same position are distinguished', () => {
  const shared = menu.map((one) => (one.parent === 'n2' ? { ...one, place: 5 } : one));
  expect(idsOf(treeOf(menuAfter(shared, move('13', '2', '11'))))[1]).toBe('2 13 11 12');
});

test.each<[string, Move, object]>([
  ['an entry that is gone', move('77', '2'), { status: 409 }],
  ['a module that is gone', move('11', '77'), { status: 409 }],
  ['before an entry that is elsewhere by now', move('11', '2', '21'), { status: 409 }],
  ['an entry among the modules', move('11'), { status: 422 }],
  ['a module into a module', move('3', '2'), { status: 422 }],
  ['the last entry of a module', move('21', '2'), { status: 422 }],
])('%s is refused', (_, wanted, refusal) =>
  expect(arrange(tree, wanted)).toMatchObject({ ok: false, ...refusal }),
);

describe('steps', () => {
  test.each<[string, string, Move | undefined, Move | undefined]>([
    ['the first', '11', undefined, move('11', '2', '13')],
    ['in the middle', '12', move('12', '2', '11'), move('12', '2')],
    ['the last goes on in the next module', '13', move('13', '2', '12'), move('13', '3', '21')],
    ['the only one stays', '21', undefined, undefined],
    ['a module', '2', move('2', undefined, '1'), move('2')],
    ['the last module', '3', move('3', undefined, '2'), undefined],
    ['a stray', '99', undefined, undefined],
  ])('%s', (_, id, up, down) => {
    expect(stepsOf(tree, find(id))).toEqual({ ...(up && { up }), ...(down && { down }) });
  });

  test('a step is never refused, and the step back undoes it', () =>
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 7 }), { maxLength: 12 }), fc.boolean(), (walk, isUp) => {
        let now: readonly Entry[] = menu;
        for (const place of walk) {
          const one = treeOf(now).modules.flatMap(({ module, entries }) => [module, ...entries])[
            place
          ];
          const step = one && stepsOf(treeOf(now), one)[isUp ? 'up' : 'down'];
          if (one === undefined || step === undefined) continue;
          const back = standingOf(treeOf(now), one.id)?.move;
          const moved = menuAfter(now, step);
          expect(idsOf(treeOf(moved))).not.toEqual(idsOf(treeOf(now)));
          if (back !== undefined)
            expect(idsOf(treeOf(menuAfter(moved, back)))).toEqual(idsOf(treeOf(now)));
          now = moved;
        }
      }),
    ));
});

test('the module that an entry leaves is numbered again, and the one that it goes to is named', () => {
  const arranged = arrange(tree, move('11', '3'));
  expect(arranged).toMatchObject({ ok: true, parent: { id: '3' } });
  expect(arranged.ok && [...arranged.places]).toEqual([
    ['11', 2],
    ['12', 1],
    ['13', 2],
  ]);
});

test('an entry that stays in its module gets no other parent', () => {
  const arranged = arrange(tree, move('13', '2', '11'));
  expect(arranged).toMatchObject({ ok: true, parent: undefined });
  expect(arranged.ok && [...arranged.places.keys()]).toEqual(['13', '11', '12']);
  expect(arrange(tree, move('3', undefined, '1'))).toMatchObject({ ok: true, parent: undefined });
});
