import { z } from 'zod';
import { isId } from '../ontology/property.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { texts } from './texts.ts';

/** Maximum content of one response, whatever is requested (spec ontology-explorer#data). */
export const mostNodes = 2000;
const standardNodes = 500;
/** Steps from the focused entity. */
export const deepest = 3;
/** Entities whose neighbors are added on demand. */
const mostExpanded = 20;

const typeName = z.string().trim().min(1).max(63);
const id = z.string().refine(isId, texts.problem.id);

const asList = (value: unknown): unknown[] =>
  (value === undefined ? [] : [value].flat()).filter((each) => each !== '');

/** Names given as repeated parameters, comma-separated, or both. */
const names = z.preprocess(
  (value) =>
    asList(value).flatMap((each) =>
      typeof each === 'string' ? each.split(',').filter(Boolean) : [each],
    ),
  z.array(typeName).max(100),
);

/** An empty form field means the default. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

const whole = (least: number, most: number, standard: number) =>
  optional(z.coerce.number().int().min(least).max(most).default(standard));

/** Which part of the store: by type, by words, or around an entity. */
export const graphQuery = z
  .object({
    type: names,
    types: names,
    relation: names,
    q: z.string().trim().max(200).default(''),
    focus: optional(id.optional()),
    depth: whole(1, deepest, 1),
    limit: whole(1, mostNodes, standardNodes),
    expand: z.preprocess((value) => asList(value), z.array(id).max(mostExpanded)),
    /**
     * Whether the whole store includes system types; those requested by type, words or focus are
     * always included.
     */
    system: optional(z.enum(['shown', 'hidden']).default('shown')),
    /** Pages of the two tables. */
    entities: whole(1, 1_000_000, 1).catch(1),
    relations: whole(1, 1_000_000, 1).catch(1),
  })
  .transform(({ type, types, ...rest }) => ({ ...rest, types: [...new Set([...type, ...types])] }));

export type GraphQuery = z.output<typeof graphQuery>;

/**
 * The same for the page, which hides system types by default, because permissions and menu entries
 * outnumber everything else. Programs get the whole store (spec ontology-explorer#data).
 */
export const pageQuery = z.preprocess(
  (value) => ({ system: 'hidden', ...(value as object) }),
  graphQuery,
);

const pagePath = '/ontology/data';

/** The address of the page for the same query with changes. Omits defaults. */
export function graphHref(
  query: GraphQuery,
  change: Partial<GraphQuery> = {},
  path = pagePath,
): string {
  const { types, relation, q, focus, depth, limit, expand, system, entities, relations } = {
    ...query,
    entities: 1,
    relations: 1,
    ...change,
  };
  const pairs: (readonly [string, string])[] = [
    ...types.map((each) => ['type', each] as const),
    ...relation.map((each) => ['relation', each] as const),
    ...(q === '' ? [] : [['q', q] as const]),
    ...(focus === undefined ? [] : [['focus', focus] as const]),
    ...(depth === 1 ? [] : [['depth', String(depth)] as const]),
    ...(limit === standardNodes ? [] : [['limit', String(limit)] as const]),
    ...expand.map((each) => ['expand', each] as const),
    ...(system === (path === pagePath ? 'hidden' : 'shown') ? [] : [['system', system] as const]),
    ...(entities === 1 ? [] : [['entities', String(entities)] as const]),
    ...(relations === 1 ? [] : [['relations', String(relations)] as const]),
  ];
  const search = new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** The default query: a few entities of each type. */
export const wholeStore: GraphQuery = pageQuery.parse({});

/** Whether a query requests no type, words or entity; only then system types may be hidden. */
export const isWholeStore = ({ types, q, focus }: GraphQuery): boolean =>
  types.length === 0 && q === '' && focus === undefined;

/** A page of one relation kind of an entity. */
export const relationsQuery = z.object({
  type: typeName,
  direction: z.enum(['out', 'in']),
  /** Id of the last entity of the previous page. */
  after: optional(id.optional()),
});

/** The relation to add; omitted before it is selected. */
export const relationChoice = z.object({
  relation: optional(typeName.optional()),
  direction: z.enum(['out', 'in']).default('out'),
});

/** Query of a field with suggestions. */
export const candidatesQuery = z.object({
  relation: typeName,
  direction: z.enum(['out', 'in']),
  q: z.string().trim().max(200).default(''),
});

/** Fields of every form of an entity; its properties are named `properties.<key>`. */
const entityFields = {
  label: z.string().trim().max(500, texts.problem.tooLong(500)),
  sort_order: z.coerce
    .number(texts.problem.wholeNumber)
    .int(texts.problem.wholeNumber)
    .min(-2_147_483_648)
    .max(2_147_483_647),
  is_active: z.literal('true').optional(),
};

export const entityForm = z.looseObject({ version: seenVersion, ...entityFields });

export const newEntityForm = z.looseObject({
  name: z.string().trim().min(1, texts.problem.name).max(255, texts.problem.tooLong(255)),
  ...entityFields,
});

export const deletion = z.object({ version: seenVersion });

export const relationForm = z.object({
  relation: typeName,
  direction: z.enum(['out', 'in']),
  other: z.string(texts.problem.choose).refine(isId, texts.problem.choose),
});

export const relationEnd = z.object({ relation_id: id });
