import type { DatedText } from './calendar.ts';

/** The content to seed: none, that of every installation, or demo users and committees as well. */
export type SeedProfile = 'none' | 'base' | 'demo';

/**
 * `type:name`, for example `user:alice`. References are symbolic and become ids only during seeding
 * (spec seed#references).
 */
export type EntityRef = `${string}:${string}`;

/**
 * The value of a seeded property: a text, the id of another seeded entity, or a text that depends
 * on the day of seeding.
 */
export type SeedValue = string | DatedText | { readonly ref: EntityRef };

export type SeedProperties = Readonly<Record<string, SeedValue>>;

export interface SeedEntity {
  readonly type: string;
  readonly name: string;
  readonly label: string | DatedText;
  readonly sortOrder: number;
  readonly properties: SeedProperties;
}

export interface SeedRelation {
  readonly type: string;
  readonly source: EntityRef;
  readonly target: EntityRef;
  readonly properties: SeedProperties;
}

/**
 * The content of one profile, in order of insertion, so that lists by id are in a sensible order
 * too.
 */
export interface SeedContent {
  readonly entities: readonly SeedEntity[];
  readonly relations: readonly SeedRelation[];
  /**
   * Users that get an initial password: `administrator` must change it at the first sign-in, `demo`
   * may keep it.
   */
  readonly signIns: readonly { readonly user: string; readonly kind: 'administrator' | 'demo' }[];
  /** Users whose work the seed carries out when they are new, by user name (spec seed#story). */
  readonly story?: readonly string[];
}

/** An entity as written in the content files. */
export const entity = (
  type: string,
  name: string,
  label: string | DatedText,
  properties: SeedProperties = {},
  sortOrder = 0,
): SeedEntity => ({ type, name, label, sortOrder, properties });

/** A relation as written in the content files. */
export const relation = (
  type: string,
  source: EntityRef,
  target: EntityRef,
  properties: SeedProperties = {},
): SeedRelation => ({ type, source, target, properties });

/** The symbolic reference of an entity. */
export const refOf = ({ type, name }: Pick<SeedEntity, 'type' | 'name'>): EntityRef =>
  `${type}:${name}`;

/** The id of `target` as a property value. */
export const idOf = (target: EntityRef): SeedValue => ({ ref: target });
