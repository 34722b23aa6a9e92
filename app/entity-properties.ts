import { entityTypes, relationTypes } from './declarations.ts';
import type { RelationDeclaration } from './ontology/declaration.ts';
import type { RelationTypeName } from './ontology/declared.ts';
import type { Property } from './ontology/property.ts';
import {
  type EntityType,
  isSensitive,
  type Properties,
  type PropertyKey,
  type Texts,
} from './ontology/schema.ts';
import { texts as words } from './ontology/texts.ts';

// Declared properties of entities whose type is known only at run time: explorer, API, imports.

export const isEntityType = (type: string): type is EntityType => Object.hasOwn(entityTypes, type);

const propertiesOf = (type: string): Readonly<Record<string, Property<unknown>>> =>
  isEntityType(type) ? (entityTypes[type] as Readonly<Record<string, Property<unknown>>>) : {};

/** The declaration of a property; `undefined` if the type does not declare the key. */
export function propertyOf(type: string, key: string): Property<unknown> | undefined {
  const properties = propertiesOf(type);
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}

/**
 * All declared properties as values. Never throws: missing or unreadable texts count as the
 * default.
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
 * Returns problems of external texts, by key. Unknown keys are allowed and stored as they are (spec
 * ontology#types).
 */
export function problemsOf(
  type: string,
  texts: Texts,
): readonly { readonly key: string; readonly message: string }[] {
  return problemsWith((key) => propertyOf(type, key), texts);
}

/** The same of a relation's properties. */
export function relationProblemsOf(type: string, texts: Texts): ReturnType<typeof problemsOf> {
  const declared: RelationDeclaration['properties'] = Object.hasOwn(relationTypes, type)
    ? relationTypes[type as RelationTypeName].properties
    : undefined;
  return problemsWith(
    (key) => (declared !== undefined && Object.hasOwn(declared, key) ? declared[key] : undefined),
    texts,
  );
}

function problemsWith(
  declaredAs: (key: string) => Property<unknown> | undefined,
  texts: Texts,
): readonly { readonly key: string; readonly message: string }[] {
  return Object.entries(texts).flatMap(([key, raw]) => {
    if (isSensitive(key)) return [{ key, message: words.secretHere(key) }];
    const property = declaredAs(key);
    return property === undefined || property.parse(raw) !== undefined
      ? []
      : [{ key, message: words.expected(key, property.expected) }];
  });
}
