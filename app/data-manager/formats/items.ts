import type { EntityKey } from '../../ontology/bulk-relations.ts';
import { isWithheld, type Texts } from '../../ontology/schema.ts';
import type { ImportMode } from '../transfer.ts';
import { texts } from '../transfer-texts.ts';

/** An entity of a file. */
export interface EntityItem {
  readonly kind: 'entity';
  /** Index among the entities of the file, from 0. */
  readonly index: number;
  readonly type: string;
  readonly name: string;
  readonly label: string;
  readonly sortOrder: number;
  /** `undefined` if the file does not specify it. */
  readonly isActive: boolean | undefined;
  /** Without properties that are never imported. */
  readonly properties: Texts;
}

/** A relation of a file, by names. */
export interface RelationItem {
  readonly kind: 'relation';
  /** Index among the relations of the file, from 0. */
  readonly index: number;
  readonly type: string;
  readonly source: EntityKey;
  readonly target: EntityKey;
  readonly properties: Texts;
  /** Adds properties to a relation that the file states elsewhere. */
  readonly describes: boolean;
}

/** An invalid item of a file. */
export interface BrokenItem {
  readonly kind: 'broken';
  readonly of: 'entity' | 'relation';
  readonly index: number;
  readonly item: unknown;
  readonly reason: string;
}

/** The conflict mode that a file sets. */
export interface ModeItem {
  readonly kind: 'mode';
  readonly mode: ImportMode;
}

export type FileItem = EntityItem | RelationItem | BrokenItem | ModeItem;

/** The mode for a word in a file; unknown words mean `skip`, as in the predecessor. */
export const modeOf = (word: unknown): ImportMode =>
  word === 'upsert' || word === 'fail' ? word : 'skip';

/** Ends the reading of an item, with the reason why it is invalid. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Converts a value to stored text: numbers and booleans become their literals. */
export function textOf(value: unknown, key: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') throw new Unreadable(texts.notText(key));
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    throw new Unreadable(texts.inexact(key));
  return String(value);
}

/** Properties as texts, without those that are never imported. */
export const propertiesOf = (value: Readonly<Record<string, unknown>>): Texts =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, raw]) =>
      isWithheld(key) ? [] : [[key, textOf(raw, key)]],
    ),
  );
