import type { Property, PropertyValue } from './property.ts';
import { texts as words } from './texts.ts';
import { administrationTypes } from './types/administration.ts';
import { governanceTypes } from './types/governance.ts';

export type { RelationTypeName } from '../db/seed/content/relation-types.ts';

/** The properties of every entity type; the one place that says what they are. */
export const entityTypes = { ...administrationTypes, ...governanceTypes } as const;

export type EntityType = keyof typeof entityTypes;
export type PropertyKey<Type extends EntityType> = keyof (typeof entityTypes)[Type] & string;
/** The properties of a type as values. */
export type Properties<Type extends EntityType> = { readonly [Key in PropertyKey<Type>]: PropertyValue<(typeof entityTypes)[Type][Key]> };
/** Properties to be written; what is left out stays. */
export type PropertyChanges<Type extends EntityType> = {
  readonly [Key in PropertyKey<Type>]?: PropertyValue<(typeof entityTypes)[Type][Key]>;
};
/** Properties as they are stored. */
export type Texts = Readonly<Record<string, string>>;

export const isEntityType = (type: string): type is EntityType => Object.hasOwn(entityTypes, type);

const propertiesOf = (type: string): Readonly<Record<string, Property<unknown>>> =>
  isEntityType(type) ? (entityTypes[type] as Readonly<Record<string, Property<unknown>>>) : {};

/** How a property of a type is read; `undefined` for a key that the type doesn't declare. */
export function propertyOf(type: string, key: string): Property<unknown> | undefined {
  const properties = propertiesOf(type);
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}

/** Every declared property as a value. Never throws: what is missing or unreadable counts as its standard. */
export function readProperties<Type extends EntityType>(type: Type, stored: Texts): Properties<Type> {
  const entries = Object.entries(propertiesOf(type)).map(([key, property]) => [key, read(property, own(stored, key))]);
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

const own = (stored: Texts, key: string): string | undefined => (Object.hasOwn(stored, key) ? stored[key] : undefined);

/** The texts of values; `undefined` removes a property. */
export function formatProperties<Type extends EntityType>(
  type: Type,
  changes: PropertyChanges<Type>,
): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(changes).flatMap(([key, value]) => {
    const property = propertyOf(type, key);
    return property === undefined || value === undefined ? [] : [[key, property.format(value)] as const];
  });
  return Object.fromEntries(entries);
}

/** What is wrong with texts from outside, by key. Unknown keys are fine: they are kept as they are (spec ontology#types). */
export function problemsOf(type: string, texts: Texts): readonly { readonly key: string; readonly message: string }[] {
  return Object.entries(texts).flatMap(([key, raw]) => {
    if (isSensitive(key)) return [{ key, message: words.secretHere(key) }];
    const property = propertyOf(type, key);
    return property === undefined || property.parse(raw) !== undefined ? [] : [{ key, message: words.expected(key, property.expected) }];
  });
}

/** Most characters of a property's key; the tables hold no longer one. */
export const longestKey = 128;

const propertyKeys = new RegExp(`^[^\\p{Cc}]{1,${longestKey}}$`, 'u');

/** Whether a text can name a property. */
export const isPropertyKey = (key: string): boolean => propertyKeys.test(key);

/** What keys of secrets look like; the same in PostgreSQL, without regard to case. */
const secretKeys = /(^|[._-])(password|passwd|credentials?|secret|token|private_key|lockout)([._-]|$)/i;

/** Whether a key names a secret. Such a property is never shown, exported, imported or written to the log (spec ontology#secrets). */
export const isSensitive = (key: string): boolean => secretKeys.test(key);

/** Properties without secrets, for whatever shows or exports them. */
export const withoutSecrets = (stored: Texts): Texts => Object.fromEntries(Object.entries(stored).filter(([key]) => !isSensitive(key)));

/** What keys of properties look like that no file brings or takes: secrets, and pictures, which have a table of their own. */
export const withheldKeys: RegExp = new RegExp(`${secretKeys.source}|^avatar_data_uri$`, 'i');

/** Whether a property never leaves in an export and never enters in an import. */
export const isWithheld = (key: string): boolean => withheldKeys.test(key);

/** Properties as an export holds them, in the order of their keys. */
export function withoutWithheld(stored: Texts): Texts {
  const shown = Object.keys(stored).filter((key) => !isWithheld(key));
  return Object.fromEntries(shown.sort().map((key) => [key, stored[key] ?? '']));
}
