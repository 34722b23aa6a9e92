import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Request } from 'express';

/** Below this size the header costs more than compression saves. */
const least = 1024;

/** Favors speed over size: a page of 80 KB takes about a millisecond. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/** A page as sent. */
export interface CodedPage {
  readonly body: Buffer;
  readonly coding: 'br' | 'gzip' | undefined;
}

/**
 * Compresses a page unless its size could leak secrets to another site. A BREACH attack makes the
 * victim's browser request a page repeatedly, with guesses in the address, and compares sizes. So a
 * page is compressed only if the browser states that the request comes from this site or the user,
 * which another site cannot forge; tokens are masked in addition (`token-mask.ts`).
 */
export function encodePage(request: Request, page: string): CodedPage {
  const body = Buffer.from(page);
  const coding = body.length >= least && isOwn(request) ? codingFor(request) : undefined;
  if (coding === 'br') return { body: brotliCompressSync(body, brotli), coding };
  if (coding === 'gzip') return { body: gzipSync(body), coding };
  return { body, coding: undefined };
}

/**
 * `none`: typed, or from a bookmark. Browsers omit the header over plain HTTP, and old ones always
 * do.
 */
const isOwn = (request: Request): boolean =>
  ['same-origin', 'none'].includes(request.get('sec-fetch-site') ?? '');

/** The smaller of the encodings that the browser accepts: all list gzip first with equal weight. */
export const codingFor = (request: Request): 'br' | 'gzip' | undefined =>
  (['br', 'gzip'] as const).find((coding) => request.acceptsEncodings(coding) === coding);
