import type { Request } from 'express';
import { AppError } from '../errors.ts';
import type { FormValue } from '../ui/form-state.ts';
import { storableJson, storableText, withoutPrototype } from './text.ts';
import { texts } from './texts.ts';

/** Fields of a form as submitted. */
export type Fields = Readonly<Record<string, FormValue>>;

/** A file of a form. Its name comes from the browser. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether it exceeded the size limit, so nothing was kept. */
  readonly isCut: boolean;
}

/** More than any of our forms has; limits the work per request. */
const mostFields = 5_000;

/**
 * Reads a body up to `limit` bytes. Throws `too_large` without reading further, and `media_type`
 * for a compressed one.
 */
async function readBytes(request: Request, limit: number): Promise<Buffer> {
  if (Number(request.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  if ((request.get('content-encoding') ?? 'identity') !== 'identity')
    throw wrongType(texts.body.unencoded);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads the fields of a URL-encoded form. Throws `media_type`, `too_large`, `unreadable_text`. */
export async function readForm(request: Request, limit: number): Promise<Fields> {
  requireType(request, 'application/x-www-form-urlencoded');
  return fieldsOf(new URLSearchParams((await readBytes(request, limit)).toString('utf8')));
}

/**
 * Forms up to this size are shown again with the submitted values, even if they exceed their limit.
 */
const mostKept = 1024 * 1024;

/**
 * Reads the fields of a URL-encoded form, and whether it exceeds `limit` bytes, so that its page
 * can report it beside the submitted values. Throws like `readForm`; `too_large` if the form is too
 * large to keep.
 */
export async function readWholeForm(
  request: Request,
  limit: number,
): Promise<{ readonly fields: Fields; readonly isTooLarge: boolean }> {
  requireType(request, 'application/x-www-form-urlencoded');
  const bytes = await readBytes(request, Math.max(limit, mostKept)).catch((error: unknown) => {
    throw isTooLarge(error) ? tooLarge(limit) : error;
  });
  const fields = fieldsOf(new URLSearchParams(bytes.toString('utf8')));
  return { fields, isTooLarge: bytes.length > limit };
}

/** Reads a JSON document. Throws `media_type`, `too_large`, `malformed_body`. */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  requireType(request, 'application/json');
  const text = (await readBytes(request, limit)).toString('utf8');
  try {
    return storableJson(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('malformed_body', { message: texts.body.json, status: 400, cause });
  }
}

/** Names with their values; a repeated name has a list. */
export function fieldsOf(pairs: Iterable<readonly [string, string]>): Fields {
  const lists = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of pairs) {
    count += 1;
    if (count > mostFields)
      throw new AppError('too_many_fields', { message: texts.body.tooManyFields, status: 413 });
    const list = lists.get(storableText(name));
    if (list === undefined) lists.set(storableText(name), [storableText(value)]);
    else list.push(storableText(value));
  }
  return withoutPrototype(
    [...lists].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

export const mediaType = (request: Request): string =>
  (request.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

export function requireType(request: Request, type: string): void {
  if (mediaType(request) !== type) throw wrongType(type);
}

export const wrongType = (expected: string): AppError =>
  new AppError('media_type', {
    message: texts.body.wrongType(expected),
    status: 415,
    details: { expected },
  });

export const tooLarge = (limit: number): AppError =>
  new AppError('too_large', { message: texts.body.tooLarge(kilobytes(limit)), status: 413 });

/** Whether a body was refused for its size. */
export const isTooLarge = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'too_large';

/** "64 KB": formats a limit, in powers of 1024. */
export const kilobytes = (bytes: number): string =>
  bytes >= 1024 * 1024
    ? `${Math.round((10 * bytes) / 1024 / 1024) / 10} MB`
    : `${Math.round(bytes / 1024)} KB`;
