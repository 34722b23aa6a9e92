import { z } from 'zod';
import { several } from '../../http/fields.ts';

/** How to handle existing items, in display order. */
export const importModes = ['skip', 'upsert', 'fail'] as const;

const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1')
  .default(false);

/** Import options: query parameters of a document, or fields of a form. */
export const importSettings = z.object({
  /** Omitted: as the document itself specifies. */
  mode: z.enum(importModes).optional(),
  dry_run: flag,
  /** Name of a document; a file of a form has its own. */
  file: z.string().trim().min(1).max(1000).optional(),
});

export type ImportSettings = z.output<typeof importSettings>;

/** Maximum number of items that a page without JavaScript carries. */
export const mostCarried = 100;

/**
 * Items that were not imported, as sent by the form of the result page: texts, and the indices of
 * those to retry.
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
