import { z } from 'zod';
import type { Target } from '../ontology/order.ts';
import { isId } from '../ontology/property.ts';
import { localPath } from '../ui/local-path.ts';
import { texts } from './texts.ts';

/** Form field: the id of an entity. */
export const id = z.string().refine(isId);

/** Form field: one or more values of one name, as a list. */
export const several = z
  .union([z.string(), z.array(z.string())])
  .transform((value): readonly string[] => (typeof value === 'string' ? [value] : value));

/** Form field that may be left out; an empty one is none. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** Form field: a check box; not sent means no. */
export const flag = z
  .literal('true')
  .optional()
  .transform((value) => value === 'true');

/** Form field: a trimmed text. Its errors name it by its label. */
export const line = (label: string, { most, least = 1 }: { most: number; least?: 0 | 1 }) =>
  z
    .string({ error: texts.input.missing(label) })
    .trim()
    .min(least, texts.input.missing(label))
    .max(most, texts.input.tooBig(label, texts.input.characters(String(most))));

/**
 * A text of several lines, trimmed. Its length counts characters, and the end of a line, which
 * browsers send as two, is one.
 */
export const lines = (most: number, tooLong: string, missing?: string) =>
  z
    .string(missing)
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .refine((text) => [...text].length <= most, tooLong);

/** Form field: a text of several lines. Its errors name it by its label. */
export const area = (label: string, { most, least = 1 }: { most: number; least?: 0 | 1 }) => {
  const missing = texts.input.missing(label);
  const tooBig = texts.input.tooBig(label, texts.input.characters(String(most)));
  return lines(most, tooBig, missing).refine((text) => least === 0 || text !== '', missing);
};

/** Form field: which button of `MoveButtons` was pressed. */
export const direction = z.enum(['up', 'down']);

/** Form fields that move an item: by one place, or to the place where it was dropped. */
export const moveFields = {
  direction,
  place: z.coerce.number().int().min(1).max(100_000).optional(),
};

/** Where an item goes (spec interface#order). */
export const targetOf = (sent: {
  readonly direction: 'up' | 'down';
  readonly place?: number | undefined;
}): Target => sent.place ?? sent.direction;

/** Form field: the page to return to. Read it with `wayBack`. */
export const back = z.string().optional();

/**
 * The page that a form came from, as a path of this app; `otherwise` if it is none, or does not
 * begin with `below` (spec requests#redirects).
 */
export function wayBack(from: string | undefined, otherwise: string, below = ''): string {
  const path = from === undefined ? undefined : localPath(from);
  const isBelow = path !== undefined && (below === '' || isAt(path, below));
  return isBelow ? path : otherwise;
}

const isAt = (path: string, below: string): boolean =>
  path === below || ['/', '?', '#'].some((next) => path.startsWith(`${below}${next}`));
