import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Request } from 'express';

/** Below this the header costs more than it saves. */
const least = 1024;

/** Quick rather than small: a page of 80 KB takes about a millisecond. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/** A page as it is sent. */
export interface CodedPage {
  readonly body: Buffer;
  readonly coding: 'br' | 'gzip' | undefined;
}

/**
 * Compresses a page, if its size can't be of use to another site. An attack on what a compressed
 * page keeps secret (BREACH) has the victim's browser ask for it again and again, with guesses in
 * the address, and watches the sizes. So a page is compressed only for requests that the browser
 * itself says come from this site or from the person, which no other site can make it say; and
 * tokens are masked besides (`token-mask.ts`).
 */
export function encodePage(request: Request, page: string): CodedPage {
  const body = Buffer.from(page);
  const coding = body.length >= least && isOwn(request) ? codingFor(request) : undefined;
  if (coding === 'br') return { body: brotliCompressSync(body, brotli), coding };
  if (coding === 'gzip') return { body: gzipSync(body), coding };
  return { body, coding: undefined };
}

/**
 * `none`: typed, or from a bookmark. Browsers say nothing over plain HTTP, and old ones never do.
 */
const isOwn = (request: Request): boolean =>
  ['same-origin', 'none'].includes(request.get('sec-fetch-site') ?? '');

/**
 * The smaller of the codings that a browser takes: all of them name gzip first and value both
 * alike.
 */
export const codingFor = (request: Request): 'br' | 'gzip' | undefined =>
  (['br', 'gzip'] as const).find((coding) => request.acceptsEncodings(coding) === coding);
