import type { Definition, Status, Transition } from '../workflow/index.ts';

/** Size of a status and the space between them, in units of the drawing. */
const box = { width: 168, height: 52 };
const gap = { column: 132, row: 48 };
const margin = 24;
/** Height of the arc of a transition that leads back or past another status, for each column. */
const arc = 30;

export interface Node {
  readonly status: Status;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Edge {
  readonly transition: Transition;
  /** Path data of SVG. */
  readonly path: string;
  /** Center of its label. */
  readonly label: { readonly x: number; readonly y: number };
}

/** A workflow as a drawing from left to right. */
export interface Drawing {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly width: number;
  readonly height: number;
}

/**
 * Places the statuses of a workflow (spec workflow#builder): the column is the distance from the
 * initial status, statuses that nothing leads to stand first, and a column keeps their order.
 * Transitions to the next column are curves, those between neighbors of a column are lines, and
 * others are arcs below the statuses.
 */
export function drawingOf({ statuses, transitions }: Definition): Drawing {
  const columns = columnsOf(statuses, transitions);
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const nodes = columns.flatMap((column, at) =>
    column.map((status, row): Node => {
      const free = ((rows - column.length) * (box.height + gap.row)) / 2;
      return {
        ...box,
        status,
        x: margin + at * (box.width + gap.column),
        y: margin + free + row * (box.height + gap.row),
      };
    }),
  );
  const bottom = margin + rows * (box.height + gap.row) - gap.row;
  const byCode = new Map(nodes.map((node) => [node.status.code, node]));
  const far = transitions.filter(({ from, to }) => {
    const [one, other] = [byCode.get(from), byCode.get(to)];
    return one !== undefined && other !== undefined && shortWay(one, other) === undefined;
  });
  const edges = transitions.flatMap((transition): readonly Edge[] => {
    const [from, to] = [byCode.get(transition.from), byCode.get(transition.to)];
    if (from === undefined || to === undefined) return [];
    const draw = shortWay(from, to);
    return [
      draw?.(transition, from, to) ?? below(transition, from, to, bottom, far.indexOf(transition)),
    ];
  });
  return {
    nodes,
    edges,
    width: 2 * margin + columns.length * (box.width + gap.column) - gap.column,
    height: bottom + margin + (far.length === 0 ? 0 : (far.length + 0.5) * arc),
  };
}

function columnsOf(
  statuses: readonly Status[],
  transitions: readonly Transition[],
): readonly (readonly Status[])[] {
  const start = statuses.find(({ isInitial }) => isInitial) ?? statuses[0];
  const distance = new Map<string, number>(start === undefined ? [] : [[start.code, 0]]);
  for (const [code, at] of distance)
    for (const { from, to } of transitions)
      if (from === code && !distance.has(to)) distance.set(to, at + 1);
  const last = Math.max(0, ...distance.values());
  return Array.from({ length: last + 1 }, (_, at) =>
    statuses.filter(({ code }) => (distance.get(code) ?? 0) === at),
  );
}

/** How a transition between two statuses is drawn if no other status is in between. */
function shortWay(from: Node, to: Node): typeof curve | undefined {
  if (to.x === from.x + box.width + gap.column) return curve;
  const isNeighbor = to.x === from.x && Math.abs(to.y - from.y) === box.height + gap.row;
  return isNeighbor ? line : undefined;
}

function curve(transition: Transition, from: Node, to: Node): Edge {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const middle = (x1 + x2) / 2;
  return {
    transition,
    path: ['M', x1, y1, 'C', middle, y1, middle, y2, x2, y2].join(' '),
    label: { x: middle, y: (y1 + y2) / 2 },
  };
}

/** Up on the left, down on the right, so that two opposite ones stay apart. */
function line(transition: Transition, from: Node, to: Node): Edge {
  const isDown = to.y > from.y;
  const x = from.x + from.width * (isDown ? 0.7 : 0.3);
  const [y1, y2] = isDown ? [from.y + from.height, to.y] : [from.y, to.y + to.height];
  return {
    transition,
    path: ['M', x, y1, 'L', x, y2].join(' '),
    label: { x, y: (y1 + y2) / 2 + 10 },
  };
}

function below(transition: Transition, from: Node, to: Node, bottom: number, place: number): Edge {
  const level = bottom + (place + 1) * arc;
  const [x1, x2] = [from.x + from.width * 0.6, to.x + to.width * 0.4];
  const [y1, y2] = [from.y + from.height, to.y + to.height];
  const bend = Math.min(24, Math.abs(x2 - x1) / 2) * Math.sign(x2 - x1 || 1);
  return {
    transition,
    path: [
      ...['M', x1, y1, 'L', x1, level - 12, 'Q', x1, level, x1 + bend / 2, level],
      ...['L', x2 - bend / 2, level, 'Q', x2, level, x2, level - 12, 'L', x2, y2],
    ].join(' '),
    label: { x: (x1 + x2) / 2, y: level },
  };
}
