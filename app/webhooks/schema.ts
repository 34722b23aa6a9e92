import { z } from 'zod';
import { isEventGroup } from './groups.ts';
import { texts } from './texts.ts';

const mostUrl = 2_000;

/** An address as it is stored and requested: hosts as numbers, for instance, are written out. */
export const address = z
  .string()
  .trim()
  .max(mostUrl, texts.refused.urlLong)
  .transform((text, context) => {
    const url = URL.parse(text);
    if (url !== null && /^https?:$/.test(url.protocol)) {
      url.hash = '';
      if (url.href.length <= mostUrl) return url.href;
    }
    context.addIssue({ code: 'custom', message: texts.refused.url });
    return z.NEVER;
  });

/** Groups of events, each once; all of them make the others unnecessary. */
export const groups = z
  .array(z.string())
  .transform((codes) => (codes.includes('all') ? ['all'] : [...new Set(codes)].toSorted()))
  .refine((codes) => codes.length > 0 && codes.every(isEventGroup), texts.refused.events);
