import type { ComponentChildren } from 'preact';
import { Button } from './button.tsx';
import { texts } from './texts.ts';

export interface DrawingProps {
  /** Of the canvas. */
  readonly id: string;
  /** Names the region, which scrolls. */
  readonly label: string;
  /** The size of the drawing, such as "8 committees · 7 dependencies". */
  readonly summary: string;
  /** Units of the drawing. */
  readonly width: number;
  readonly height: number;
  /** Whether its nodes are links; otherwise tables beside it have to say the same. */
  readonly isInteractive?: boolean;
  /** Arrowheads, edges and nodes. */
  readonly children: ComponentChildren;
}

/** Units below which styles would enlarge a drawing: their least width on a phone is 40rem. */
const leastWidth = 640;

/** A drawing of nodes and edges, with buttons to zoom. The page needs the module `drawing`. */
export const Drawing = (props: DrawingProps) => {
  const { id, label, summary, height, isInteractive = false, children } = props;
  const width = Math.max(leastWidth, props.width);
  return (
    <div class="drawing">
      <div class="drawing-bar">
        <span class="muted small">{summary}</span>
        <span class="end btns scripted">
          <ZoomButton does="fit">{texts.drawing.fitLabel}</ZoomButton>
          <ZoomButton does="in">+</ZoomButton>
          <ZoomButton does="out">−</ZoomButton>
          <ZoomButton does="reset">1:1</ZoomButton>
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys */}
      <section class="drawing-scroll" tabIndex={0} aria-label={label}>
        <svg
          id={id}
          class="drawing-canvas"
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          focusable="false"
          role={isInteractive ? 'group' : undefined}
          aria-label={isInteractive ? label : undefined}
          aria-hidden={isInteractive ? undefined : 'true'}
        >
          {children}
        </svg>
      </section>
    </div>
  );
};

const ZoomButton = ({
  does,
  children,
}: {
  does: keyof typeof texts.drawing.zoom;
  children: string;
}) => (
  <span data-zoom={does} title={texts.drawing.zoom[does]}>
    <Button small kind="quiet" label={texts.drawing.zoom[does]}>
      {children}
    </Button>
  </span>
);
