/** Edges of an element, in pixels of the viewport. */
export interface Edges {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Placement {
  readonly left: number;
  readonly top: number;
  /** The panel scrolls inside when it is taller. */
  readonly maxHeight: number;
}

/** Between a button and its panel, and the least between a panel and the edge of the viewport. */
const gap = 4;
const margin = 8;

/**
 * Where a panel goes that belongs to `anchor`: below it, or above it where there is more room and
 * below there is too little; always inside the viewport. In the left half its left edge is the
 * anchor's, in the right half its right edge.
 */
export function place(anchor: Edges, panel: Size, viewport: Size): Placement {
  const below = viewport.height - margin - (anchor.bottom + gap);
  const above = anchor.top - gap - margin;
  const isBelow = panel.height <= below || below >= above;
  const maxHeight = Math.max(0, isBelow ? below : above);
  const height = Math.min(panel.height, maxHeight);
  const isLeft = anchor.left + anchor.right < viewport.width;
  const left = isLeft ? anchor.left : anchor.right - panel.width;
  return {
    left: Math.max(margin, Math.min(left, viewport.width - margin - panel.width)),
    top: isBelow ? anchor.bottom + gap : anchor.top - gap - height,
    maxHeight,
  };
}
