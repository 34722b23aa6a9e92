import type { EntityType, EntityTypes } from './declared.ts';
import { format, type PropertyValue } from './property.ts';

export type { EntityType, RelationTypeName } from './declared.ts';
export type PropertyKey<Type extends EntityType> = keyof EntityTypes[Type] & string;
/** The properties of a type as values. */
export type Properties<Type extends EntityType> = {
  readonly [Key in PropertyKey<Type>]: PropertyValue<EntityTypes[Type][Key]>;
};
/** Properties to write; omitted ones are kept. */
export type PropertyChanges<Type extends EntityType> = {
  readonly [Key in PropertyKey<Type>]?: PropertyValue<EntityTypes[Type][Key]>;
};
/** Properties as stored. */
export type Texts = Readonly<Record<string, string>>;

/** Formats values; `undefined` removes a property. A value that is `undefined` is ignored. */
export function formatProperties<Type extends EntityType>(
  changes: PropertyChanges<Type>,
): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(changes).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, format(value)] as const],
  );
  return Object.fromEntries(entries);
}

/** Maximum length of a property key; the tables enforce it too. */
export const longestKey = 128;

const propertyKeys = new RegExp(`^[^\\p{Cc}]{1,${longestKey}}$`, 'u');

/** Whether a text is a valid property key. */
export const isPropertyKey = (key: string): boolean => propertyKeys.test(key);

/** Patterns of keys that name secrets; the same in PostgreSQL, ignoring case. */
const secretKeys =
  /(^|[._-])(password|passwd|credentials?|secret|token|private_key|lockout)([._-]|$)/i;

/**
 * Whether a key names a secret. Such a property is never shown, exported, imported or logged (spec
 * ontology#secrets).
 */
export const isSensitive = (key: string): boolean => secretKeys.test(key);

/** Removes secrets from properties that are shown or exported. */
export const withoutSecrets = (stored: Texts): Texts =>
  Object.fromEntries(Object.entries(stored).filter(([key]) => !isSensitive(key)));

/** Keys that are never imported or exported: secrets, and pictures, which have their own table. */
export const withheldKeys: RegExp = new RegExp(`${secretKeys.source}|^avatar_data_uri$`, 'i');

/** Whether a property is never exported or imported. */
export const isWithheld = (key: string): boolean => withheldKeys.test(key);

/** Properties as exported, ordered by key. */
export function withoutWithheld(stored: Texts): Texts {
  const shown = Object.keys(stored).filter((key) => !isWithheld(key));
  return Object.fromEntries(shown.sort().map((key) => [key, stored[key] ?? '']));
}
