import { z } from 'zod';
import { isDay } from '../ontology/property.ts';
import { isPropertyKey, longestKey } from '../ontology/schema.ts';
import { listed } from '../ui/words.ts';
import { texts } from './texts.ts';

const words = texts.members;

/** An id: a whole number within JSON's exact range. */
export const id = () => z.int().min(1).meta({ description: words.id });
/** An id in an address. */
export const idQuery = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .optional();
/** A day, YYYY-MM-DD. */
export const day = (example = '2026-12-02') =>
  z
    .string()
    .refine(isDay, texts.refused.date)
    .meta({ format: 'date', examples: [example] });
/** A moment in UTC. */
export const moment = () =>
  z.string().meta({ format: 'date-time', examples: ['2026-03-18T09:30:00.000Z'] });

/** Properties in responses: `{key: value}`, as in imports and exports. */
export const properties = () =>
  z.record(z.string(), z.string()).meta({ description: words.properties });

const propertyKey = z
  .string()
  .refine(isPropertyKey, texts.refused.propertyKey)
  .meta({ minLength: 1, maxLength: longestKey });
const mostProperties = 200;

/**
 * Properties in requests, `{key: value}`.
 * @param value schema of a value
 */
export const writtenProperties = <Value extends z.ZodType<string | null>>(value: Value) =>
  z
    .preprocess(refuseHiddenKey, z.record(propertyKey, value, { error: keyProblem }))
    .refine(hasFewEnough, texts.refused.tooManyProperties(mostProperties))
    .meta({ description: words.properties, maxProperties: mostProperties });

/** A zod record silently drops this key. */
function refuseHiddenKey(value: unknown, context: z.core.$RefinementCtx): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__'))
    context.addIssue({
      code: 'custom',
      path: ['__proto__'],
      message: texts.refused.propertyKey,
      input: value,
    });
  return value;
}

const keyProblem = ({ code }: { readonly code?: string }): string | undefined =>
  code === 'invalid_key' ? texts.refused.propertyKey : undefined;

const hasFewEnough = (written: object): boolean => Object.keys(written).length <= mostProperties;

const reason = z.object({
  field: z.string().optional(),
  message: z.string(),
  code: z.string().optional(),
});

/** All refusals and errors (RFC 9457). */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: words.code }),
    requestId: z.string().meta({ description: words.requestId }),
    error: z.string().meta({ description: words.error }),
    ok: z.literal(false).meta({ description: words.ok }),
    details: z.array(reason).optional(),
  })
  .meta({ id: 'Problem' });

/** A position in a list: the sort values of the last row. */
const place = z.string().regex(/^-?\d{1,18}(\.-?\d{1,18}){0,3}$/);

/**
 * A page of a list: its number, or a position to continue from. Invalid numbers count as the
 * default.
 */
export const pageQuery = {
  page: z
    .string()
    .optional()
    .meta({ description: words.page, examples: ['1'] }),
  per_page: z
    .string()
    .optional()
    .meta({ description: words.perPage, examples: ['25'] }),
  after: place.optional().meta({ description: words.after }),
};

/** Search words. */
export const q = z.string().max(200).optional().meta({ description: words.q });

/** A selection of an item's members; `id` is always included. */
export const fieldsQuery = (item: z.ZodObject) => {
  const members = Object.keys(item.shape);
  const name = `(${members.join('|')})`;
  return z
    .string()
    .regex(new RegExp(`^${name}(,${name})*$`), texts.refused.fields(listed(members)))
    .optional()
    .meta({ description: words.fields });
};

/** An item with all its members, or the selected ones. */
export const sparse = <Item extends z.ZodObject>(item: Item) =>
  z.union([item, item.partial().required({ id: true } as never) as z.ZodObject]);

/** The response of a list. */
export const listOf = (item: z.ZodType) =>
  z.object({
    items: z.array(item),
    page: z.int().nullable().meta({ description: words.pageShown }),
    per_page: z.int(),
    total: z.int().nullable().meta({ description: words.total }),
    next: z.string().nullable().meta({ description: words.next }),
  });

/** The part of a list that a query requests. */
export interface Part {
  readonly page: number;
  readonly size: number;
  /** Values of the last row; `undefined` for a page by number. */
  readonly after: readonly string[] | undefined;
}

export interface PartQuery {
  readonly page?: string | undefined;
  readonly per_page?: string | undefined;
  readonly after?: string | undefined;
}

const furthest = 1_000_000;

export const partOf = ({ page, per_page, after }: PartQuery): Part => ({
  page: Math.min(whole(page) ?? 1, furthest),
  size: Math.min(whole(per_page) ?? 25, 100),
  after: after?.split('.'),
});

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

/** The selected members, and the id. */
export function chosen<Item extends object>(item: Item, fields: string | undefined): object {
  if (fields === undefined) return item;
  const names = new Set(['id', ...fields.split(',')]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

/** A row reduced to its members. */
export const membersOf =
  <Item extends z.ZodObject>(item: Item) =>
  (row: object): object =>
    Object.fromEntries(
      Object.keys(item.shape).map((name) => [name, (row as Record<string, unknown>)[name]]),
    );
