import type { EntityType, EntityTypes } from './declared.ts';
import { format, type PropertyValue } from './property.ts';

export type { EntityType, RelationTypeName } from './declared.ts';
export type PropertyKey<Type extends EntityType> = keyof EntityTypes[Type] & string;
/** The properties of a type as values. */
export type Properties<Type extends EntityType> = {
  readonly [Key in PropertyKey<Type>]: PropertyValue<EntityTypes[Type][Key]>;
};
/** Properties to be written; what is left out stays. */
export type PropertyChanges<Type extends EntityType> = {
  readonly [Key in PropertyKey<Type>]?: PropertyValue<EntityTypes[Type][Key]>;
};
/** Properties as they are stored. */
export type Texts = Readonly<Record<string, string>>;

/**
 * The texts of values; `undefined` removes a property. A value that is `undefined` says nothing.
 */
export function formatProperties<Type extends EntityType>(
  changes: PropertyChanges<Type>,
): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(changes).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, format(value)] as const],
  );
  return Object.fromEntries(entries);
}

/** Most characters of a property's key; the tables hold no longer one. */
export const longestKey = 128;

const propertyKeys = new RegExp(`^[^\\p{Cc}]{1,${longestKey}}$`, 'u');

/** Whether a text can name a property. */
export const isPropertyKey = (key: string): boolean => propertyKeys.test(key);

/** What keys of secrets look like; the same in PostgreSQL, without regard to case. */
const secretKeys =
  /(^|[._-])(password|passwd|credentials?|secret|token|private_key|lockout)([._-]|$)/i;

/**
 * Whether a key names a secret. Such a property is never shown, exported, imported or written to
 * the log (spec ontology#secrets).
 */
export const isSensitive = (key: string): boolean => secretKeys.test(key);

/** Properties without secrets, for whatever shows or exports them. */
export const withoutSecrets = (stored: Texts): Texts =>
  Object.fromEntries(Object.entries(stored).filter(([key]) => !isSensitive(key)));

/**
 * What keys of properties look like that no file brings or takes: secrets, and pictures, which have
 * a table of their own.
 */
export const withheldKeys: RegExp = new RegExp(`${secretKeys.source}|^avatar_data_uri$`, 'i');

/** Whether a property never leaves in an export and never enters in an import. */
export const isWithheld = (key: string): boolean => withheldKeys.test(key);

/** Properties as an export holds them, in the order of their keys. */
export function withoutWithheld(stored: Texts): Texts {
  const shown = Object.keys(stored).filter((key) => !isWithheld(key));
  return Object.fromEntries(shown.sort().map((key) => [key, stored[key] ?? '']));
}
