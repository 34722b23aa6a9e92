import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { AppError } from '../errors.ts';
import { type LongBody, readSteadily } from './long-body.ts';
import { storableText } from './text.ts';
import { texts } from './texts.ts';

/** A part of a form, in the order in which the browser sends them: that of the form. */
export type FormPart =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | { readonly kind: 'file'; readonly name: string; readonly file: FormFile };

/** A file whose bytes come as they are taken. Its name is what the browser claims. */
export interface FormFile {
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Far more than a form of ours has; what is beyond is left out. */
const limits = { fields: 50, fieldSize: 64 * 1024, fieldNameSize: 100, files: 1000 };

/**
 * The parts of a multipart form while it arrives: nothing of a file is kept, and what isn't taken
 * of one is skipped. `Response.formData()` holds the whole body in memory, so it only reads small
 * forms;
 * @fastify/busboy streams with back-pressure. Throws what `readSteadily` throws, and
 * `malformed_body`.
 */
export async function* multipartParts(request: Request, body: LongBody): AsyncGenerator<FormPart> {
  const parser = parserFor(request);
  const parts = queueOf<{ part: FormPart; stream?: Readable }>();
  // A file whose rest will never come must fail, or its reader waits for ever.
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
      // Here and not where it came: what a listener throws, nobody catches.
      yield { ...next.part, name: storableText(next.part.name) };
      next.stream?.resume();
    }
  } finally {
    newest?.resume();
    parser.destroy();
  }
}

/** Whoever stops reading leaves the rest to be skipped, not the form in pieces. */
async function* contentOf(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw asRefusal(error);
  }
}

/** What comes by events, to be taken one by one. */
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
    /** `undefined`: nothing more will come. */
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

/** What the parser itself finds wrong is the fault of who wrote the form. */
const asRefusal = (error: unknown): AppError =>
  error instanceof AppError ? error : malformed(error);

const malformed = (cause: unknown): AppError =>
  new AppError('malformed_body', { message: texts.body.unreadable, status: 400, cause });
