import { entityTypes } from './declarations.ts';
import type { Property } from './ontology/property.ts';
import {
  type EntityType,
  isSensitive,
  type Properties,
  type PropertyKey,
  type Texts,
} from './ontology/schema.ts';
import { texts as words } from './ontology/texts.ts';

// Properties as their types declare them, for entities whose type is known only at run time: the
// explorer, the API, imports.

export const isEntityType = (type: string): type is EntityType => Object.hasOwn(entityTypes, type);

const propertiesOf = (type: string): Readonly<Record<string, Property<unknown>>> =>
  isEntityType(type) ? (entityTypes[type] as Readonly<Record<string, Property<unknown>>>) : {};

/** How a property of a type is read; `undefined` for a key that the type doesn't declare. */
export function propertyOf(type: string, key: string): Property<unknown> | undefined {
  const properties = propertiesOf(type);
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}

/**
 * Every declared property as a value. Never throws: what is missing or unreadable counts as its
 * standard.
 */
export function readProperties<Type extends EntityType>(
  type: Type,
  stored: Texts,
): Properties<Type> {
  const entries = Object.entries(propertiesOf(type)).map(([key, property]) => [
    key,
    read(property, own(stored, key)),
  ]);
  return Object.fromEntries(entries) as Properties<Type>;
}

/** One property as a value. */
export function readProperty<Type extends EntityType, Key extends PropertyKey<Type>>(
  type: Type,
  key: Key,
  stored: Texts,
): Properties<Type>[Key] {
  const property = propertyOf(type, key);
  return (property && read(property, own(stored, key))) as Properties<Type>[Key];
}

const read = (property: Property<unknown>, raw: string | undefined): unknown =>
  raw === undefined ? property.standard : (property.parse(raw) ?? property.standard);

const own = (stored: Texts, key: string): string | undefined =>
  Object.hasOwn(stored, key) ? stored[key] : undefined;

/**
 * What is wrong with texts from outside, by key. Unknown keys are fine: they are kept as they are
 * (spec ontology#types).
 */
export function problemsOf(
  type: string,
  texts: Texts,
): readonly { readonly key: string; readonly message: string }[] {
  return Object.entries(texts).flatMap(([key, raw]) => {
    if (isSensitive(key)) return [{ key, message: words.secretHere(key) }];
    const property = propertyOf(type, key);
    return property === undefined || property.parse(raw) !== undefined
      ? []
      : [{ key, message: words.expected(key, property.expected) }];
  });
}
