import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { AppError } from '../errors.ts';
import { type LongBody, readSteadily } from './long-body.ts';
import { storableText } from './text.ts';
import { texts } from './texts.ts';

/** A part of a form, in the order of the form. */
export type FormPart =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | { readonly kind: 'file'; readonly name: string; readonly file: FormFile };

/** A file, streamed as it is consumed. Its name comes from the browser. */
export interface FormFile {
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Far more than our forms have; the rest is ignored. */
const limits = { fields: 50, fieldSize: 64 * 1024, fieldNameSize: 100, files: 1000 };

/**
 * Yields the parts of a multipart form as it arrives; files are not buffered, and unread rests are
 * skipped. `Response.formData()` holds the whole body in memory, so it is used for small forms
 * only;
 * @fastify/busboy streams with back-pressure. Throws errors of `readSteadily`, and
 * `malformed_body`.
 */
export async function* multipartParts(request: Request, body: LongBody): AsyncGenerator<FormPart> {
  const parser = parserFor(request);
  const parts = queueOf<{ part: FormPart; stream?: Readable }>();
  // A file whose rest never arrives must fail, or its reader would wait forever.
  let newest: Readable | undefined;
  parser.on('field', (name, value) =>
    parts.add({ part: { kind: 'field', name, value: value.toWellFormed() } }),
  );
  parser.on('file', (name, stream, fileName) => {
    newest = stream;
    stream.on('error', () => undefined);
    parts.add({
      part: {
        kind: 'file',
        name,
        file: { name: storableName(fileName), content: contentOf(stream) },
      },
      stream,
    });
  });
  void pipeline(Readable.from(readSteadily(request, body)), parser).then(
    parts.end,
    (error: unknown) => {
      const refusal = asRefusal(error);
      if (newest?.readableEnded === false) newest.destroy(refusal);
      parts.end(refusal);
    },
  );
  try {
    for (let next = await parts.next(); next !== undefined; next = await parts.next()) {
      // Validated here, because an error thrown in a listener is not caught.
      yield { ...next.part, name: storableText(next.part.name) };
      next.stream?.resume();
    }
  } finally {
    newest?.resume();
    parser.destroy();
  }
}

/** If the consumer stops, the rest of the file is skipped and the form stays readable. */
async function* contentOf(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Turns events into a queue read one by one. */
function queueOf<Item>() {
  const waiting: Item[] = [];
  let end: { readonly error: unknown } | undefined;
  let wake = (): void => undefined;
  return {
    add: (item: Item): void => {
      waiting.push(item);
      wake();
    },
    end: (error?: unknown): void => {
      end = { error };
      wake();
    },
    /** `undefined` at the end. */
    next: async (): Promise<Item | undefined> => {
      while (waiting.length === 0) {
        if (end?.error !== undefined) throw end.error;
        if (end !== undefined) return undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift();
    },
  };
}

function parserFor(request: Request): BusboyInstance {
  try {
    return new Busboy({ headers: request.headers as BusboyHeaders, limits });
  } catch (cause) {
    throw malformed(cause);
  }
}

const storableName = (name: string | undefined): string =>
  (name ?? '').replaceAll('\0', '').toWellFormed().slice(0, 255);

/** Errors of the parser are the client's. */
const asRefusal = (error: unknown): AppError =>
  error instanceof AppError ? error : malformed(error);

const malformed = (cause: unknown): AppError =>
  new AppError('malformed_body', { message: texts.body.unreadable, status: 400, cause });
