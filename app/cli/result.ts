import { DatabaseError } from 'pg';
import { AppError } from '../errors.ts';

/** A Job's termination message is limited to 4 KiB; longer JSON would be cut off. */
export const resultLimit = 4000;

/** Output for programs when a command failed. */
export function errorDocument(error: unknown): {
  error: { code: string; message: string; details: object };
} {
  if (error instanceof AppError)
    return { error: { code: error.code, message: error.message, details: error.details } };
  if (error instanceof DatabaseError)
    return {
      error: { code: 'database_error', message: error.message, details: { sqlstate: error.code } },
    };
  return {
    error: {
      code: 'unexpected',
      message: error instanceof Error ? error.message : String(error),
      details: {},
    },
  };
}

/**
 * Serializes the document as JSON of at most `limit` bytes by dropping the least important parts:
 * first the SQL, then the statements, then the ends of long texts, then the effects of migrations
 * and their checksums, finally the ends of long lists. The plan's grade and hash still cover all of
 * it. A shortened document has `"shortened": true`.
 */
export function fitResult(document: object, limit = resultLimit): string {
  const steps: ((value: unknown) => unknown)[] = [
    (value) => value,
    (value) => without(value, ['sql']),
    (value) => without(value, ['sql', 'statements']),
    (value) => clipped(without(value, ['sql', 'statements']), { text: 200, list: 1000 }),
    (value) => clipped(without(value, ['sql', 'statements']), { text: 80, list: 1000 }),
    (value) => clipped(without(value, ['sql', 'statements', 'effect']), { text: 80, list: 1000 }),
    (value) =>
      clipped(without(value, ['sql', 'statements', 'effect', 'checksum']), {
        text: 80,
        list: 1000,
      }),
    (value) => clipped(without(value, ['sql', 'statements']), { text: 80, list: 20 }),
    (value) =>
      clipped(without(value, ['sql', 'statements', 'effect', 'details']), { text: 60, list: 5 }),
  ];
  for (const [index, step] of steps.entries()) {
    const text = JSON.stringify(
      index === 0 ? document : { ...(step(document) as object), shortened: true },
    );
    if (Buffer.byteLength(text) <= limit) return text;
  }
  return JSON.stringify({ shortened: true });
}

function without(value: unknown, keys: readonly string[]): unknown {
  return mapValues(value, (item) => item, keys);
}

function clipped(value: unknown, { text, list }: { text: number; list: number }): unknown {
  return mapValues(value, (item) => {
    if (typeof item === 'string') return item.length > text ? `${item.slice(0, text - 1)}…` : item;
    return Array.isArray(item) ? item.slice(0, list) : item;
  });
}

/**
 * Applies `change` to every value from the outside in, and drops keys. Hashes are never shortened,
 * because an approval needs the whole hash.
 */
function mapValues(
  value: unknown,
  change: (item: unknown) => unknown,
  omit: readonly string[] = [],
): unknown {
  const changed = change(value);
  if (Array.isArray(changed)) return changed.map((item) => mapValues(item, change, omit));
  if (typeof changed !== 'object' || changed === null) return changed;
  return Object.fromEntries(
    Object.entries(changed)
      .filter(([key]) => !omit.includes(key))
      .map(([key, item]) => [key, isHash(item) ? item : mapValues(item, change, omit)]),
  );
}

const isHash = (value: unknown) =>
  typeof value === 'string' && /^(sha256:)?[0-9a-f]{64}$/.test(value);
