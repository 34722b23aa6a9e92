/** A problem of a field. */
export interface Problem {
  /** Keys from the root of the document to the field. */
  readonly path: readonly PropertyKey[];
  /** The value found; undefined if there is none, or if the message names it. */
  readonly found?: unknown;
  /** The expected value, as a message. */
  readonly message: string;
  /** The field that this one was probably meant to be: not missing, only misspelled. */
  readonly meant?: readonly PropertyKey[];
  /** Whether the key is wrong, not its value. */
  readonly atKey?: true;
}

/** The value at `path`, or undefined. */
export const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    document,
  );

/** Formats a path: `spec.trustProxy[0]`. */
export const fieldName = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (name, key) =>
      typeof key === 'number'
        ? `${name}[${key}]`
        : name === ''
          ? String(key)
          : `${name}.${String(key)}`,
    '',
  );

/** Whether one path is a prefix of the other. */
export const overlap = (one: readonly PropertyKey[], other: readonly PropertyKey[]): boolean =>
  one.slice(0, other.length).every((key, index) => key === other[index]);

/**
 * Formats a problem in one line, for a condition or a log: `spec.replicas 1: prod needs at least
 * 2`.
 */
export const problemLine = ({ path, found, message }: Problem): string =>
  `${fieldName(path) || 'the document'}${found === undefined ? '' : ` ${quoted(found)}`}: ${message}`;

/** Formats a found value briefly: text in quotes, the rest as JSON. */
export function quoted(found: unknown): string {
  const json = JSON.stringify(found) ?? String(found);
  return json.length <= 120 ? json : `${json.slice(0, 117)}…`;
}
