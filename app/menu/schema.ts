import { z } from 'zod';
import { flag, id } from '../http/fields.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import type { Move } from './tree.ts';

export const entryInput = z.object({
  version: seenVersion,
  label: z.string().trim().min(1).max(60),
  /** Id of its module; not submitted for a module. */
  module: id.optional(),
  active: flag,
});

/** The button used, which is focused on the next page. */
export type Direction = 'up' | 'down';

/** Format of a move in the value of a button: `12.3.14`, with 0 for none, and the direction. */
export const moveText = ({ id, module = '0', before = '0' }: Move, by?: Direction): string =>
  [id, module, before, ...(by === undefined ? [] : [by])].join('.');

export const moveInput = z.object({
  place: z
    .string()
    .regex(/^[1-9]\d{0,17}(\.(0|[1-9]\d{0,17})){2}(\.(up|down))?$/)
    .transform((text): { readonly move: Move; readonly by: Direction | undefined } => {
      const [id = '', module, before, by] = text.split('.');
      const given = (part: string | undefined) => (part === '0' ? undefined : part);
      const move = { id, module: given(module), before: given(before) };
      return { move, by: by === 'up' || by === 'down' ? by : undefined };
    }),
});

/** The entry just moved, and the button used. */
export const treeQuery = z.object({
  moved: id.optional().catch(undefined),
  by: z.enum(['up', 'down']).optional().catch(undefined),
});
