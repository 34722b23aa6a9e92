import { z } from 'zod';
import { texts } from '../texts.ts';
import { exportFormats } from '../transfer.ts';

const list = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) =>
    [value].flat().flatMap((each) => each.split(',').map((type) => type.trim())),
  )
  .transform((types) => [...new Set(types.filter((type) => type !== ''))]);

/**
 * What to export: `types=a,b` or `types=a&types=b`; all if omitted. The field `scope` of the page's
 * form tells which of the two applies.
 */
export const exportQuery = z
  .object({
    // An unknown format means the first (spec data-exchange#export).
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
