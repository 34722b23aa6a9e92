import { Drawing } from '../ui/drawing.tsx';
import type { MapQuery, Selection } from './selection.ts';
import { placedOf, Shapes } from './shapes.tsx';
import { texts } from './texts.ts';

interface MapDrawingProps {
  /** Of the canvas. */
  readonly id: string;
  readonly label: string;
  /** The size of the drawing, in words. */
  readonly summary: string;
  readonly of: Selection;
  readonly query: MapQuery;
}

/** Committees and dependencies with their legend, for a page with the module `drawing`. */
export const MapDrawing = ({ id, label, summary, of, query }: MapDrawingProps) => {
  const { width, height } = placedOf(of);
  return (
    <>
      <Drawing {...{ id, label, summary, width, height }} isInteractive>
        <Shapes of={of} query={query} withLinks />
      </Drawing>
      <Legend />
    </>
  );
};

const Sample = ({ look = '' }: { look?: string }) => (
  <svg width="36" height="8" aria-hidden="true">
    <path class={`drawing-sample ${look}`} d="M0 4h36" />
  </svg>
);

const Dot = ({ look }: { look: string }) => (
  <svg width="10" height="10" aria-hidden="true">
    <circle class={`drawing-dot ${look}`} cx="5" cy="5" r="4" />
  </svg>
);

const Legend = () => (
  <ul class="drawing-legend small" role="list" aria-label={texts.legend}>
    <li>
      <Sample />
      {texts.legends.feeds}
    </li>
    <li>
      <Sample look="is-escalation" />
      {texts.legends.escalates}
    </li>
    <li>
      <Sample look="is-blocking" />
      {texts.legends.blocking}
    </li>
    <li>
      <Dot look="is-active" />
      {texts.legends.active}
    </li>
    <li>
      <Dot look="is-draft" />
      {texts.legends.draft}
    </li>
  </ul>
);
