import { expect, test } from 'vitest';
import { workflows } from '../declarations.ts';
import type { Definition } from '../workflow/index.ts';
import { drawingOf } from './layout.ts';

const definitionOf = (scope: string): Definition => ({
  scope,
  statuses: Object.entries(workflows[scope]?.statuses ?? {}).map(([code, { label, kind }], at) => ({
    ...{ id: code, code, label, order: at },
    ...{ isInitial: kind === 'initial', isTerminal: kind === 'terminal' },
  })),
  transitions: (workflows[scope]?.transitions ?? []).map(({ from, to, label }) => ({
    ...{ id: `${from}-${to}`, from, to, label, needsOutcome: false },
    ...{ permission: null, capability: null, condition: null },
  })),
});

test.each(Object.keys(workflows))(
  'the drawing of %s has every status once, apart from the others, inside',
  (scope) => {
    const definition = definitionOf(scope);
    const { nodes, edges, width, height } = drawingOf(definition);
    expect(nodes.map(({ status }) => status.code).toSorted()).toEqual(
      definition.statuses.map(({ code }) => code).toSorted(),
    );
    expect(edges).toHaveLength(definition.transitions.length);
    for (const one of nodes) {
      expect(
        one.x >= 0 && one.y >= 0 && one.x + one.width <= width && one.y + one.height <= height,
      ).toBe(true);
      for (const other of nodes.filter((each) => each !== one))
        expect(
          Math.abs(one.x - other.x) >= one.width || Math.abs(one.y - other.y) >= one.height,
        ).toBe(true);
    }
    for (const { label } of edges) expect(label.y < height && label.x < width).toBe(true);
  },
);

test('it goes from left to right, and statuses that nothing leads to stand first', () => {
  const definition = definitionOf('proposal');
  const x = new Map(drawingOf(definition).nodes.map(({ status, x: at }) => [status.code, at]));
  expect(['draft', 'submitted', 'under_review', 'approved'].map((code) => x.get(code))).toEqual(
    [...x.values()].filter((at, place, all) => all.indexOf(at) === place).toSorted((a, b) => a - b),
  );
  expect(drawingOf({ ...definition, transitions: [] }).nodes.every(({ x: at }) => at === 24)).toBe(
    true,
  );
  expect(drawingOf({ ...definition, statuses: [], transitions: [] }).nodes).toEqual([]);
});

test('transitions between neighbors of a column are lines that stay apart', () => {
  const definition = definitionOf('proposal');
  const [resubmit] = definition.transitions.filter(({ from }) => from === 'rejected');
  if (resubmit === undefined) throw new Error('no transition leads from rejected');
  const back = { ...resubmit, id: 'back', from: resubmit.to, to: resubmit.from };
  const { edges } = drawingOf({ ...definition, transitions: [...definition.transitions, back] });
  const [up, down] = [resubmit, back].map(({ id }) =>
    edges.find(({ transition }) => transition.id === id),
  );
  expect([up?.path, down?.path]).toEqual([
    expect.stringMatching(/^M \d+(\.\d+)? \d+ L \d+(\.\d+)? \d+$/),
    expect.stringMatching(/^M \d+(\.\d+)? \d+ L \d+(\.\d+)? \d+$/),
  ]);
  expect(up?.label.x).toBeLessThan(down?.label.x ?? 0);
});
