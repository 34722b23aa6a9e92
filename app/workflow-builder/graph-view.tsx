import { Drawing } from '../ui/drawing.tsx';
import type { Definition, Status } from '../workflow/index.ts';
import { drawingOf, type Edge, type Node } from './layout.ts';
import { texts } from './texts.ts';

/** The state machine as a drawing; the tables below it say the same (spec workflow#builder). */
export const GraphView = ({ definition, label }: { definition: Definition; label: string }) => {
  const { nodes, edges, width, height } = drawingOf(definition);
  const summary = texts.counts(definition.statuses.length, definition.transitions.length);
  return (
    <Drawing id="wfb-canvas" label={texts.graph.label(label)} {...{ summary, width, height }}>
      <defs>
        <marker
          id="wfb-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto-start-reverse"
        >
          <path class="drawing-head" d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      {edges.map((edge) => (
        <EdgeShape key={edge.transition.id} edge={edge} />
      ))}
      {nodes.map((node) => (
        <NodeShape key={node.status.id} node={node} />
      ))}
    </Drawing>
  );
};

const EdgeShape = ({ edge: { transition, path, label } }: { edge: Edge }) => (
  <g class="drawing-edge" data-from={transition.from} data-to={transition.to}>
    <path d={path} marker-end="url(#wfb-arrow)" />
    <text x={label.x} y={label.y - 6} text-anchor="middle">
      {transition.label}
    </text>
  </g>
);

/** The look of a status: green starts, red ends, amber is between. A word says it as well. */
export const kindOf = ({ isInitial, isTerminal }: Status): 'initial' | 'terminal' | 'other' =>
  isInitial ? 'initial' : isTerminal ? 'terminal' : 'other';

const NodeShape = ({ node: { status, x, y, width, height } }: { node: Node }) => (
  <g class={`drawing-node is-${kindOf(status)}`} data-node={status.code}>
    <rect x={x} y={y} width={width} height={height} rx="6" />
    <rect class="drawing-mark" x={x} y={y} width="4" height={height} rx="2" />
    <circle class="drawing-mark" cx={x + width - 14} cy={y + 14} r="4" />
    <text class="drawing-label" x={x + 14} y={y + 22}>
      {status.label}
    </text>
    <text class="drawing-detail" x={x + 14} y={y + 40}>
      {status.code}
    </text>
  </g>
);
