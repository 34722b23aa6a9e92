/** The letter of a course of action by its place: A to Z, then AA, AB … */
export function keyOf(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : `${keyOf(Math.floor(place / 26) - 1)}${last}`;
}
