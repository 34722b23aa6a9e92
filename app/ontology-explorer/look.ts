import { entityTypes } from '../declarations.ts';
import { type Look, lookAt } from '../ui/graph-look.ts';

const known = Object.keys(entityTypes);

/** The appearance of a type, the same on every page. Custom types are assigned by name. */
export function lookOf(type: string): Look {
  const place = known.indexOf(type);
  if (place >= 0) return lookAt(place);
  return lookAt(
    known.length + [...type].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0),
  );
}
