import { entityTypes } from '../declarations.ts';
import { isEntityType, propertyOf } from '../entity-properties.ts';
import { texts } from './texts.ts';

/** Keys of an entity: in schema order, then others alphabetically. */
export function keysInOrder(type: string, stored: readonly string[]): readonly string[] {
  const declared = isEntityType(type) ? Object.keys(entityTypes[type]) : [];
  return [...declared, ...stored.filter((key) => !declared.includes(key)).toSorted()];
}

export interface ShownValue {
  readonly text: string;
  /** It is the id of an entity of this type. */
  readonly refersTo?: string;
  /** Its line breaks and spaces are significant. */
  readonly isDocument: boolean;
}

/** Formats a stored property; invalid values are shown unchanged. */
export function valueInWords(type: string, key: string, stored: string): ShownValue {
  const property = propertyOf(type, key);
  const value = property?.parse(stored);
  if (property === undefined || value === undefined) return { text: stored, isDocument: false };
  if (property.kind === 'flag')
    return { text: value === true ? texts.entity.yes : texts.entity.no, isDocument: false };
  if (property.refersTo !== undefined)
    return { text: stored, refersTo: property.refersTo, isDocument: false };
  if (property.kind !== 'json') return { text: stored, isDocument: false };
  if (Array.isArray(value) && value.every((each) => typeof each === 'string'))
    return { text: value.join('\n'), isDocument: false };
  return { text: JSON.stringify(value, null, 2), isDocument: true };
}
