/**
 * How entities and relations appear in the graph. Pure: a resync uses these functions both to write
 * and to compare (rules: spec graph#nodes, graph#relationships).
 */

/**
 * An entity with its properties, as in a page of the snapshot. Ids are decimal strings of 64-bit
 * numbers.
 */
export interface EntityRow {
  readonly id: string;
  readonly entity_type: string;
  readonly name: string;
  readonly label: string;
  readonly is_active: boolean;
  readonly sort_order: number;
  /** ISO 8601 in UTC with microseconds. */
  readonly created_at: string;
  readonly updated_at: string;
  readonly properties: Readonly<Record<string, string>>;
  /**
   * Moves in a workflow, oldest first, as JSON: the step that was left, and when, in microseconds
   * since 1970. `null`: none.
   */
  readonly moves?: string | null;
}

export interface RelationRow {
  readonly id: string;
  /** Name of the relation type. */
  readonly type: string;
  readonly source_id: string;
  readonly target_id: string;
  readonly created_at: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** An integer property, as opposed to a text of digits. */
export interface Whole {
  readonly whole: string;
}

export type GraphValue = string | boolean | Whole;
export type GraphProperties = Readonly<Record<string, GraphValue>>;

export interface GraphNode {
  readonly id: string;
  /** Labels in addition to `Entity`: one, or none if the type name is not an identifier. */
  readonly labels: readonly string[];
  readonly properties: GraphProperties;
}

export interface GraphRelationship {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly properties: GraphProperties;
}

const identifier = /^[a-z][a-z0-9_]{0,62}$/;
const propertyKey = /^[A-Za-z0-9_.-]{1,64}$/;

/** Whether a type name is valid as a label or relationship type. */
export const isIdentifier = (name: string): boolean => identifier.test(name);

const privateKeys = /^(avatar_data_uri|theme_preference)$|^pref\./;
const secretWords =
  /(^|[._-])(password|passwd|credentials?|secret|token|history|lockout|locked)([._-]|$)/i;

/**
 * What happens to a property: `invalid` keys cause a warning, `withheld` ones do not belong in the
 * graph.
 */
export function keyFate(key: string): 'projected' | 'withheld' | 'invalid' {
  if (privateKeys.test(key) || secretWords.test(key)) return 'withheld';
  return propertyKey.test(key) ? 'projected' : 'invalid';
}

/** The node of an entity, without bookkeeping. */
export function nodeOf(row: EntityRow, env: string): GraphNode {
  const { id, entity_type, name, label, is_active, created_at, updated_at, properties } = row;
  const { moves = null } = row;
  return {
    id,
    labels: isIdentifier(entity_type) ? [entity_type] : [],
    properties: {
      env,
      id: { whole: id },
      entity_type,
      name,
      label,
      is_active,
      sort_order: { whole: String(row.sort_order) },
      created_at,
      updated_at,
      ...(moves === null ? {} : { moves }),
      ...custom(properties),
    },
  };
}

/** The relationship of a relation, without bookkeeping; its type must be an identifier. */
export function relationshipOf(
  { id, type, source_id, target_id, created_at, properties }: RelationRow,
  env: string,
): GraphRelationship {
  return {
    type,
    source: source_id,
    target: target_id,
    properties: { env, rel_id: { whole: id }, created_at, ...custom(properties) },
  };
}

/** The prefix prevents data from overwriting `env`, `id` or another base property. */
function custom(properties: Readonly<Record<string, string>>): GraphProperties {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) =>
      keyFate(key) === 'projected' ? [[`p_${key}`, value]] : [],
    ),
  );
}
