import { z } from 'zod';
import { optional } from '../http/fields.ts';
import { isId } from '../ontology/property.ts';
import { kinds } from './map.ts';
import { texts } from './texts.ts';

/** In the address, committees without an organization. */
export const withoutOrganization = '-';

/** The filters of the map; unknown values of choices mean no filter. */
export const mapQuery = z.object({
  kind: optional(z.enum(kinds)).catch(undefined),
  blocking: optional(z.literal('true')).catch(undefined),
  organization: optional(z.string().trim().max(200)).catch(undefined),
  focus: optional(z.string().refine(isId, texts.problem.focus)),
});

export type MapFields = z.output<typeof mapQuery>;
