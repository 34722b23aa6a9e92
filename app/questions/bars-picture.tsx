import { renderToString } from 'preact-render-to-string';
import { shortened } from '../ontology/labels.ts';
import type { Bar } from '../ui/bars.tsx';

/** The light theme: a file has no style sheet of its own page. */
const look = `text { font: 14px system-ui, sans-serif; fill: #111827; }
.title { font-size: 18px; font-weight: 600; }
.words { fill: #4b5563; text-anchor: end; }
.track { fill: #f3f4f6; }
.amount { fill: #0b5e7a; }`;

/** Units of the drawing. A label stands above its bar, so that it has the whole width. */
const [width, margin, head, step, thickness] = [720, 16, 48, 40, 12];
const inner = width - 2 * margin;
/** Characters of a label that fit beside the amount. */
const mostLetters = 70;

/** Bars as a standalone SVG document (spec questions#export). */
export function barsPicture(bars: readonly Bar[], title: string): string {
  const height = head + bars.length * step + margin;
  const most = Math.max(1, ...bars.map(({ amount }) => amount));
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
      <text class="title" x={margin} y={30}>
        {title}
      </text>
      {bars.map(({ label, amount, words }, at) => (
        <g key={at} transform={`translate(${margin} ${head + at * step})`}>
          <text y={14}>{shortened(label, mostLetters)}</text>
          <text class="words" x={inner} y={14}>
            {words}
          </text>
          <rect class="track" y={20} width={inner} height={thickness} rx="2" />
          <rect
            class="amount"
            y={20}
            width={Math.max(2, (amount / most) * inner)}
            height={thickness}
            rx="2"
          />
        </g>
      ))}
    </svg>,
  );
}
