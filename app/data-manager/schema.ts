import { z } from 'zod';
import { texts } from './texts.ts';
import { exportFormats } from './transfer.ts';

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

const list = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) =>
    [value].flat().flatMap((each) => each.split(',').map((type) => type.trim())),
  )
  .transform((types) => [...new Set(types.filter((type) => type !== ''))]);

/**
 * What to export: `types=a,b` or `types=a&types=b`; none means all. The form of the page says by
 * `scope` which of both it means.
 */
export const exportQuery = z
  .object({
    // An unknown format means the first, as it always did (spec data-exchange#export).
    format: z.enum(exportFormats).catch('json'),
    scope: z.enum(['all', 'chosen']).optional().catch(undefined),
    types: list.pipe(
      z.array(z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, texts.problem.type)).max(500),
    ),
  })
  .refine(({ scope, types }) => scope !== 'chosen' || types.length > 0, {
    path: ['types'],
    message: texts.problem.noTypes,
  })
  .transform(({ format, scope, types }) => ({
    format,
    types: scope === 'all' || types.length === 0 ? undefined : types,
  }));

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
