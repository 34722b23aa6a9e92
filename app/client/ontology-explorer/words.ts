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

/** Space between words and whatever is beside them. */
const margin = 3;

/**
 * Finds a place for each that touches neither an obstacle nor words that came before; those that matter most come first. `undefined`: there
 * is none, so they are better left out than written over others.
 */
export function placeWords(words: readonly Words[], obstacles: readonly Box[]): readonly (Place | undefined)[] {
  const taken = [...obstacles];
  return words.map(({ width, height, places }) => {
    for (const place of places) {
      const box = {
        x: place.x - width / 2 - margin,
        y: place.y - height / 2 - margin,
        width: width + 2 * margin,
        height: height + 2 * margin,
      };
      if (taken.some((other) => touch(box, other))) continue;
      taken.push(box);
      return place;
    }
    return undefined;
  });
}

const touch = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

/** A label as it is drawn: what tells long ones apart, a date for example, often stands at their end. */
export const shortened = (label: string): string =>
  label.length > 26 ? `${label.slice(0, 14).trimEnd()}…${label.slice(-11).trimStart()}` : label;

/** About as wide as a text is drawn: measuring would lay out the page for each of them. */
export const widthOf = (text: string, size: number): number => text.length * size * 0.58;
