import { z } from 'zod';

/** What may be done with what is there already, in the order in which it is offered. */
export const importModes = ['skip', 'upsert', 'fail'] as const;

const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1')
  .default(false);

/** How to import: in the address of a document, in the fields of a form. */
export const importSettings = z.object({
  /** Left out: what the document itself asks for. */
  mode: z.enum(importModes).optional(),
  dry_run: flag,
  /** Name of a document; a file of a form brings its own. */
  file: z.string().trim().min(1).max(1000).optional(),
});

export type ImportSettings = z.output<typeof importSettings>;

/** Most items that a page without script carries along. */
export const mostCarried = 100;

const several = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/**
 * Items that were not imported, as the form of the result page sends them: texts, and the places of
 * those to be tried again.
 */
export const retryInput = z.object({
  item: several.pipe(z.array(z.string()).max(mostCarried)),
  kind: several.pipe(z.array(z.enum(['entity', 'relation'])).max(mostCarried)),
  reason: several.pipe(z.array(z.string()).max(mostCarried)),
  pick: several.default([]),
  mode: z.enum(importModes),
  dry_run: flag,
});

export type RetryInput = z.output<typeof retryInput>;
