import { z } from 'zod';
import { id, several } from '../../http/fields.ts';
import { isId } from '../../ontology/property.ts';

/** A permission of a role; both are ids. */
export interface Cell {
  readonly role: string;
  readonly permission: string;
}

/** Text form of a cell in lists: `12.40`. */
export const cellText = ({ role, permission }: Cell): string => `${role}.${permission}`;

/** Name of a cell's check box (spec roles#matrix). */
export const boxName = ({ role, permission }: Cell): string => `perm_${role}_${permission}`;

/** The cells whose boxes are checked. */
const ticked = (fields: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(fields).flatMap((name) => {
    const [, role, permission] = /^perm_(\d+)_(\d+)$/.exec(name) ?? [];
    return role === undefined || permission === undefined ? [] : [cellText({ role, permission })];
  });

/** The requested changes, and the state the user saw. */
export interface MatrixChange {
  /** Versions of the shown roles, by id. */
  readonly versions: ReadonlyMap<string, string>;
  readonly give: readonly Cell[];
  readonly take: readonly Cell[];
  /** The only role shown; `undefined` if all were. */
  readonly only?: string | undefined;
}

const list = z
  .string()
  .optional()
  .transform((text) => (text ?? '').split(' ').filter((word) => word !== ''));

/**
 * The matrix as a form: `perm_12_40` is a checked box, `seen` lists those checked when the page was
 * rendered. The difference is the change; a box that was not shown is in neither and keeps its
 * state (spec roles#matrix). A script submits only the difference, as `give` and `take`.
 */
export const matrixInput = z
  .looseObject({
    versions: list,
    seen: list,
    give: several.default([]),
    take: several.default([]),
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

/** Parses `12.40` into two ids; empty for anything else. */
function pairOf(text: string): readonly (readonly [string, string])[] {
  const [one = '', other = '', ...rest] = text.split('.');
  return isId(one) && isId(other) && rest.length === 0 ? [[one, other]] : [];
}

/** The boxes as currently checked; previewed, not saved. */
export const matrixDraft = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** The only role to show. */
export const matrixQuery = z.object({ role: id.optional().catch(undefined) });
