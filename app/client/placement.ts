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
  /** A taller panel scrolls inside. */
  readonly maxHeight: number;
}

/**
 * Space between a button and its panel, and minimum space between a panel and the edge of the
 * viewport.
 */
const gap = 4;
const margin = 8;

/**
 * Where to place the panel of `anchor`: below, or above if there is too little room below and more
 * above; always inside the viewport. Aligned left in the left half of the viewport, right in the
 * right half.
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
