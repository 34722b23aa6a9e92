import { box, layoutOf, type Placed, type Routed } from './layout.ts';
import { addressOf, meetsIn, shortened } from './present.ts';
import type { MapEdge, MapNode, MapQuery, Selection } from './selection.ts';
import { texts } from './texts.ts';

interface ShapesProps {
  readonly of: Selection;
  readonly query: MapQuery;
  /** Nodes of a page are links, those of a file are not. */
  readonly withLinks: boolean;
}

/** Places the drawn nodes and edges; the same for the page and the file. */
export const placedOf = ({ nodes, edges }: Selection) =>
  layoutOf(
    nodes.map(({ id }) => id),
    edges,
  );

/** Arrowheads, edges and nodes of the map (spec governance-map#drawing). */
export const Shapes = ({ of, query, withLinks }: ShapesProps) => {
  const { nodes, edges } = placedOf(of);
  const byId = new Map(of.nodes.map((node) => [node.id, node]));
  return (
    <>
      <defs>
        <Arrow id="map-arrow" />
        <Arrow id="map-arrow-blocking" kind="is-blocking" />
      </defs>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of paths takes no focus; the table says the same */}
      <g aria-hidden="true">
        {edges.map((edge) => (
          <EdgeShape key={keyOf(edge.link)} of={edge} />
        ))}
      </g>
      {nodes.map((place) => {
        const node = byId.get(place.id);
        if (node === undefined) return null;
        return withLinks ? (
          <a
            key={place.id}
            class={classOf(place, query)}
            data-node={place.id}
            href={linkOf(node, query)}
          >
            <NodeShape node={node} at={place} />
          </a>
        ) : (
          <g key={place.id} class={classOf(place, query)}>
            <NodeShape node={node} at={place} />
          </g>
        );
      })}
    </>
  );
};

const keyOf = ({ source, target, kind, isBlocking }: MapEdge): string =>
  `${source}-${target}-${kind}-${isBlocking}`;

const classOf = ({ id }: Placed, { focus }: MapQuery): string =>
  id === focus ? 'drawing-node is-chosen' : 'drawing-node';

const labelOf = (node: MapNode): string =>
  'committee' in node ? node.committee.label : node.organization || texts.without;

/** The label, if the node shows only its beginning. */
const fullLabel = (node: MapNode): string =>
  shortened(labelOf(node)) === labelOf(node) ? '' : labelOf(node);

const detailOf = (node: MapNode): string =>
  'committee' in node ? meetsIn(node.committee) : texts.members(node.size);

/** A committee leads to its page, a group to the map of its organization. */
const linkOf = (node: MapNode, query: MapQuery): string =>
  'committee' in node
    ? `/tor/${node.committee.id}`
    : addressOf('/governance/map', { ...query, organization: node.organization });

const Arrow = ({ id, kind }: { id: string; kind?: string }) => (
  <marker
    id={id}
    viewBox="0 0 8 8"
    refX="7"
    refY="4"
    markerWidth="9"
    markerHeight="9"
    markerUnits="userSpaceOnUse"
    orient="auto"
  >
    <path class={kind === undefined ? 'drawing-head' : `drawing-head ${kind}`} d="M0 0 8 4 0 8z" />
  </marker>
);

const EdgeShape = ({ of: { link, path, label } }: { of: Routed<MapEdge> }) => {
  const { source, target, kind, isBlocking, isCycle, count } = link;
  const looks = [
    ...(kind === 'escalates_to' ? ['is-escalation'] : []),
    ...(isBlocking ? ['is-blocking'] : []),
    ...(isCycle ? ['is-cycle'] : []),
  ];
  const word = texts.edges[kind];
  return (
    <g class={['drawing-edge', ...looks].join(' ')} data-from={source} data-to={target}>
      <path d={path} marker-end={`url(#${isBlocking ? 'map-arrow-blocking' : 'map-arrow'})`} />
      <text x={label.x} y={label.y + 4} text-anchor="middle">
        {count > 1 ? texts.several(count, word) : word}
        {isBlocking && (
          <tspan x={label.x} dy="14">
            {texts.blockingEdge}
          </tspan>
        )}
      </text>
    </g>
  );
};

const NodeShape = ({ node, at: { x, y } }: { node: MapNode; at: Placed }) => (
  <>
    {fullLabel(node) !== '' && <title>{fullLabel(node)}</title>}
    <rect x={x} y={y} width={box.width} height={box.height} rx="8" />
    {'committee' in node && (
      <circle
        class={`drawing-dot is-${node.committee.status === 'draft' ? 'draft' : 'active'}`}
        cx={x + 16}
        cy={y + 38}
        r="4"
      />
    )}
    <text class="drawing-label" x={x + 12} y={y + 24}>
      {shortened(labelOf(node))}
    </text>{' '}
    <text class="drawing-when" x={x + ('committee' in node ? 26 : 12)} y={y + 42}>
      {detailOf(node)}
    </text>
  </>
);
