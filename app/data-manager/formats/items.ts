import type { EntityKey } from '../../ontology/bulk-relations.ts';
import { isWithheld, type Texts } from '../../ontology/schema.ts';
import type { ImportMode } from '../transfer.ts';
import { texts } from '../transfer-texts.ts';

/** An entity as a file has it. */
export interface EntityItem {
  readonly kind: 'entity';
  /** Place among the entities of the file, from 0. */
  readonly index: number;
  readonly type: string;
  readonly name: string;
  readonly label: string;
  readonly sortOrder: number;
  /** `undefined`: the file doesn't say. */
  readonly isActive: boolean | undefined;
  /** Without what files can't bring. */
  readonly properties: Texts;
}

/** A relation as a file has it, by names. */
export interface RelationItem {
  readonly kind: 'relation';
  /** Place among the relations of the file, from 0. */
  readonly index: number;
  readonly type: string;
  readonly source: EntityKey;
  readonly target: EntityKey;
  readonly properties: Texts;
  /** It says more of a relation that the file states elsewhere, too. */
  readonly describes: boolean;
}

/** Something of a file that makes no sense by itself. */
export interface BrokenItem {
  readonly kind: 'broken';
  readonly of: 'entity' | 'relation';
  readonly index: number;
  readonly item: unknown;
  readonly reason: string;
}

/** What a file says should happen to what is there. */
export interface ModeItem {
  readonly kind: 'mode';
  readonly mode: ImportMode;
}

export type FileItem = EntityItem | RelationItem | BrokenItem | ModeItem;

/** What a file asks for by a word; what isn't known is `skip`, as in the predecessor. */
export const modeOf = (word: unknown): ImportMode =>
  word === 'upsert' || word === 'fail' ? word : 'skip';

/** Ends the reading of one item with the reason why it makes no sense. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as the text that is stored: numbers and truths become their words. */
export function textOf(value: unknown, key: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') throw new Unreadable(texts.notText(key));
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    throw new Unreadable(texts.inexact(key));
  return String(value);
}

/** Properties as texts, without those that no file brings in. */
export const propertiesOf = (value: Readonly<Record<string, unknown>>): Texts =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, raw]) =>
      isWithheld(key) ? [] : [[key, textOf(raw, key)]],
    ),
  );
