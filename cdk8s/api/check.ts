import { z } from 'zod';
import { withDefaults } from './defaults.ts';
import { explain } from './explain.ts';
import { overlap, type Problem, valueAt } from './problem.ts';
import type { Rule } from './rules/rule.ts';
import type { Schema } from './structural-schema.ts';

/** A checked document with its defaults, or everything that is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What a file needs of a rule; only rules about the resource are CEL as well. */
export type FileRule<T> = Pick<Rule<T>, 'field' | 'reads' | 'message' | 'holds'>;

/** What a document may look like, and which rules it obeys. */
export interface DocumentType<T> {
  readonly schema: z.ZodType<T>;
  readonly json: Schema;
  readonly rules: readonly FileRule<T>[];
}

/** Prepares a schema and its rules for `check`. */
export const documentType = <T>(
  schema: z.ZodType<T>,
  rules: readonly FileRule<T>[],
): DocumentType<T> => ({
  schema,
  rules,
  json: z.toJSONSchema(schema, { io: 'input', reused: 'inline', unrepresentable: 'any' }),
});

/**
 * Checks a document: shape first, then every rule whose fields are well formed, so that all
 * problems are listed at once.
 */
export function check<T>({ schema, json, rules }: DocumentType<T>, document: unknown): Parsed<T> {
  const parsed = schema.safeParse(document);
  const shape = parsed.success ? [] : explain(parsed.error, document, json);
  const subject = parsed.success ? parsed.data : withDefaults(json, document);
  const problems = [...shape, ...brokenRules(rules, subject as T, unclearPaths(shape, document))];
  if (parsed.success && problems.length === 0) return { ok: true, value: parsed.data };
  return { ok: false, problems };
}

/**
 * Rules that do not hold. A rule that reads a malformed, missing or misspelt field is left out: its
 * answer would mislead.
 */
function brokenRules<T>(
  rules: readonly FileRule<T>[],
  subject: T,
  unclear: readonly Path[],
): Problem[] {
  const readable = (rule: FileRule<T>) =>
    readsOf(rule).every((name) => !unclear.some((path) => overlap(path, name.split('.'))));
  return rules
    .filter((rule) => readable(rule) && !rule.holds(subject))
    .map(({ field, message }) => ({
      path: field.split('.'),
      found: shown(valueAt(subject, field.split('.'))),
      message,
    }));
}

/**
 * What decides. A rule about an object that names the members it looks at is not concerned with the
 * others.
 */
const readsOf = <T>({ field, reads = [] }: FileRule<T>): readonly string[] =>
  reads.some((name) => name.startsWith(`${field}.`)) ? reads : [field, ...reads];

/**
 * Fields whose value is not known: malformed ones, and those that are absent because their name is
 * misspelt.
 */
const unclearPaths = (shape: readonly Problem[], document: unknown): Path[] =>
  shape.flatMap(({ path, meant }) =>
    meant && valueAt(document, meant) === undefined ? [path, meant] : [path],
  );

type Path = Problem['path'];

/** Objects are not repeated in a message; the position says where they are. */
const shown = (found: unknown): unknown =>
  typeof found === 'object' && !Array.isArray(found) ? undefined : found;
