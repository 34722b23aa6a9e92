import { Button } from '../ui/button.tsx';
import type { Definition, Status } from '../workflow/index.ts';
import { drawingOf, type Edge, type Node } from './layout.ts';
import { texts } from './texts.ts';

/** The state machine as a drawing; the tables below it say the same (spec workflow#builder). */
export const GraphView = ({ definition, label }: { definition: Definition; label: string }) => {
  const { nodes, edges, width, height } = drawingOf(definition);
  return (
    <div class="wfb">
      <div class="wfb-bar">
        <span class="muted small">
          {texts.counts(definition.statuses.length, definition.transitions.length)}
        </span>
        <span class="end btns scripted" data-wfb-bar="">
          <ZoomButton does="fit">{texts.graph.fit}</ZoomButton>
          <ZoomButton does="in">+</ZoomButton>
          <ZoomButton does="out">−</ZoomButton>
          <ZoomButton does="reset">1:1</ZoomButton>
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys */}
      <section class="wfb-scroll" tabIndex={0} aria-label={texts.graph.label(label)}>
        <svg
          id="wfb-canvas"
          class="wfb-canvas"
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          aria-hidden="true"
          focusable="false"
        >
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
              <path class="wfb-head" d="M0 0 8 4 0 8z" />
            </marker>
          </defs>
          {edges.map((edge) => (
            <EdgeShape key={edge.transition.id} edge={edge} />
          ))}
          {nodes.map((node) => (
            <NodeShape key={node.status.id} node={node} />
          ))}
        </svg>
      </section>
    </div>
  );
};

const ZoomButton = ({
  does,
  children,
}: {
  does: keyof typeof texts.graph.bar;
  children: string;
}) => (
  <span data-zoom={does} title={texts.graph.bar[does]}>
    <Button small kind="quiet" label={texts.graph.bar[does]}>
      {children}
    </Button>
  </span>
);

const EdgeShape = ({ edge: { transition, path, label } }: { edge: Edge }) => (
  <g class="wfb-edge" data-from={transition.from} data-to={transition.to}>
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
  <g class={`wfb-node is-${kindOf(status)}`} data-status={status.code}>
    <rect x={x} y={y} width={width} height={height} rx="6" />
    <rect class="wfb-mark" x={x} y={y} width="4" height={height} rx="2" />
    <circle class="wfb-mark" cx={x + width - 14} cy={y + 14} r="4" />
    <text class="wfb-label" x={x + 14} y={y + 22}>
      {status.label}
    </text>
    <text class="wfb-code" x={x + 14} y={y + 40}>
      {status.code}
    </text>
  </g>
);
