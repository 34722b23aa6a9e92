import type { Place } from './model.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Words that want a place: where they may stand, the best first. */
export interface Words {
  readonly width: number;
  readonly height: number;
  readonly places: readonly Place[];
}

/** Space between words and what is beside them, in units of the drawing. */
const margin = 3;

/**
 * Finds a place for each that touches neither an obstacle nor words that came before; those that
 * matter most come first. `undefined`: there is none, so they are better left out than written over
 * others.
 * @param unit length in the drawing of a pixel of the screen
 */
export function placeWords(
  words: readonly Words[],
  obstacles: readonly Box[],
  unit = 1,
): readonly (Place | undefined)[] {
  const space = margin * unit;
  const taken = [...obstacles];
  return words.map(({ width, height, places }) => {
    for (const place of places) {
      const box = {
        x: place.x - width / 2 - space,
        y: place.y - height / 2 - space,
        width: width + 2 * space,
        height: height + 2 * space,
      };
      if (taken.some((other) => isTouching(box, other))) continue;
      taken.push(box);
      return place;
    }
    return undefined;
  });
}

/** Whether two boxes have a point in common. */
export const isTouching = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/**
 * A label as it is drawn: what tells long ones apart, a date for example, often stands at their
 * end.
 */
export const shortened = (label: string): string =>
  label.length > 26 ? `${label.slice(0, 14).trimEnd()}…${label.slice(-11).trimStart()}` : label;

/** About as wide as a text is drawn: measuring would lay out the page for each of them. */
export const widthOf = (text: string, size: number): number => text.length * size * 0.58;
