import { renderToString } from 'preact-render-to-string';
import type { MapQuery, Selection } from './selection.ts';
import { placedOf, Shapes } from './shapes.tsx';
import { texts } from './texts.ts';

/** The light theme: a file has no style sheet of its own page. */
const look = `text { font: 12px system-ui, sans-serif; fill: #4b5563; }
.drawing-label { font-size: 14px; font-weight: 600; fill: #111827; }
.drawing-node > rect { fill: #fff; stroke: #9ca3af; }
.drawing-node.is-chosen > rect { stroke: #0b5e7a; stroke-width: 3; }
.drawing-edge > path { fill: none; stroke: #6b7280; stroke-width: 1.5; }
.drawing-edge > text { text-anchor: middle; paint-order: stroke; stroke: #fff; stroke-width: 4px; }
.drawing-edge.is-escalation > path { stroke: #b45309; stroke-dasharray: 6 4; }
.drawing-edge.is-blocking > path { stroke: #b91c1c; stroke-width: 2.5; }
.drawing-edge.is-blocking > text { fill: #b91c1c; }
.drawing-edge.is-cycle > path { stroke-width: 4; }
.drawing-head { fill: #6b7280; } .drawing-head.is-blocking { fill: #b91c1c; }
.drawing-dot.is-active { fill: #15803d; } .drawing-dot.is-draft { fill: #b45309; }`;

/** The map as a standalone SVG document (spec governance-map#export). */
export function pictureOf(of: Selection, query: MapQuery, title: string = texts.title): string {
  const { width, height } = placedOf(of);
  return renderToString(
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
    >
      <title>{title}</title>
      <style>{look}</style>
      <rect width="100%" height="100%" fill="#fff" />
      <Shapes of={of} query={query} withLinks={false} />
    </svg>,
  );
}
