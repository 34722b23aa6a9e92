import { z } from 'zod';
import { isId } from '../../ontology/property.ts';

/** A permission of a role; both are ids. */
export interface Cell {
  readonly role: string;
  readonly permission: string;
}

/** How a cell is written in lists: `12.40`. */
export const cellText = ({ role, permission }: Cell): string => `${role}.${permission}`;

/** Name of the check box of a cell (spec roles#matrix). */
export const boxName = ({ role, permission }: Cell): string => `perm_${role}_${permission}`;

/** The cells whose boxes are ticked. */
const ticked = (fields: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(fields).flatMap((name) => {
    const [, role, permission] = /^perm_(\d+)_(\d+)$/.exec(name) ?? [];
    return role === undefined || permission === undefined ? [] : [cellText({ role, permission })];
  });

/** What somebody wants to be different, and what they had seen. */
export interface MatrixChange {
  /** Versions of the roles that were shown, by their ids. */
  readonly versions: ReadonlyMap<string, string>;
  readonly give: readonly Cell[];
  readonly take: readonly Cell[];
  /** The only role that was shown; `undefined`: all were. */
  readonly only?: string | undefined;
}

const several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (typeof value === 'string' ? [value] : (value ?? [])));
const list = z
  .string()
  .optional()
  .transform((text) => (text ?? '').split(' ').filter((word) => word !== ''));

/**
 * The matrix as a form: `perm_12_40` is a ticked box, `seen` names those that were ticked when the
 * page was made. The difference is the change; a box that wasn't shown is in neither and stays as
 * it is (spec roles#matrix). A script sends the difference alone, as `give` and `take`.
 */
export const matrixInput = z
  .looseObject({
    versions: list,
    seen: list,
    give: several,
    take: several,
    role: z.string().optional().catch(undefined),
  })
  .transform(({ versions, seen, give, take, role, ...boxes }): MatrixChange => {
    const cell = ticked(boxes);
    return {
      versions: new Map(versions.flatMap(pairOf)),
      give: cells([...give, ...without(cell, seen)]),
      take: cells([...take, ...without(seen, cell)]),
      only: role !== undefined && isId(role) ? role : undefined,
    };
  });

function without(texts: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return texts.filter((text) => !known.has(text));
}

const cells = (texts: readonly string[]): readonly Cell[] =>
  [...new Set(texts)].flatMap(pairOf).map(([role, permission]) => ({ role, permission }));

/** `12.40` as two ids; nothing for what isn't that. */
function pairOf(text: string): readonly (readonly [string, string])[] {
  const [one = '', other = '', ...rest] = text.split('.');
  return isId(one) && isId(other) && rest.length === 0 ? [[one, other]] : [];
}

/** The boxes as they are ticked at the moment; what they come to is shown and nothing is saved. */
export const matrixDraft = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** Which role alone is shown. */
export const matrixQuery = z.object({ role: z.string().refine(isId).optional().catch(undefined) });
