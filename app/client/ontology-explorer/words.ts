import type { Place } from './model.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A label with its possible positions, best first. */
export interface Words {
  readonly width: number;
  readonly height: number;
  readonly places: readonly Place[];
}

/** Space around labels, in units of the drawing. */
const margin = 3;

/**
 * Places each label where it touches neither an obstacle nor an earlier label; the most important
 * come first. `undefined` if there is no room: omitting a label is better than an overlap.
 * @param unit length of a screen pixel in the drawing
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

/** Whether two boxes overlap. */
export const isTouching = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/**
 * Shortens a label in the middle, because long ones often differ at their end, for example in a
 * date.
 */
export const shortened = (label: string): string =>
  label.length > 26 ? `${label.slice(0, 14).trimEnd()}…${label.slice(-11).trimStart()}` : label;

/** Estimates the width of a text, because measuring would cause a layout for each. */
export const widthOf = (text: string, size: number): number => text.length * size * 0.58;
