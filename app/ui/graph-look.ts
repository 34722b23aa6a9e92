/**
 * The appearance of a type in a graph: one of five category colors and a shape, always with its
 * name beside it.
 */
export interface Look {
  /** Number of a token `--cat-1` … `--cat-5`. */
  readonly colour: number;
  readonly shape: Shape;
}

export const shapes = ['circle', 'square', 'diamond', 'hexagon', 'triangle'] as const;
export type Shape = (typeof shapes)[number];

const colours = 5;

/** The appearance at an index in a list of types; 25 are distinct. */
export const lookAt = (place: number): Look => ({
  colour: (place % colours) + 1,
  shape: shapes[Math.floor(place / colours) % shapes.length] ?? 'circle',
});

/** Outline of a shape around the origin. */
export function shapePath(shape: Shape, r: number): string {
  if (shape === 'square') return `M${-r} ${-r}H${r}V${r}H${-r}Z`;
  if (shape === 'diamond') return `M0 ${-r * 1.25}L${r * 1.25} 0L0 ${r * 1.25}L${-r * 1.25} 0Z`;
  if (shape === 'triangle') return `M0 ${-r * 1.2}L${r * 1.15} ${r * 0.85}H${-r * 1.15}Z`;
  if (shape === 'hexagon')
    return `M${-r * 1.15} 0L${-r * 0.58} ${-r}H${r * 0.58}L${r * 1.15} 0L${r * 0.58} ${r}H${-r * 0.58}Z`;
  return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`;
}

/** Whether a text is the name of a shape. */
export const isShape = (text: string | undefined): text is Shape =>
  shapes.some((shape) => shape === text);
