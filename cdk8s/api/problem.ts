import type { z } from 'zod';

/** Something that is wrong with a field. */
export interface Problem {
  /** Keys from the root of the document to the field. */
  readonly path: readonly PropertyKey[];
  /** What was found there; undefined when there is nothing. */
  readonly found: unknown;
  /** What is expected, for people. */
  readonly message: string;
}

/** Every problem that zod saw in `document`. */
export const problemsOf = (error: z.ZodError, document: unknown): Problem[] =>
  error.issues.map(({ path, message }) => ({ path, message, found: valueAt(document, path) }));

/** The value at `path`, or undefined. */
export const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), document);

/** A path as people write it: `spec.trustProxy[0]`. */
export const fieldName = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (name, key) => (typeof key === 'number' ? `${name}[${key}]` : name === '' ? String(key) : `${name}.${String(key)}`),
    '',
  );
