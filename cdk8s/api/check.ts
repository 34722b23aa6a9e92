import { z } from 'zod';
import { withDefaults } from './defaults.ts';
import { explain } from './explain.ts';
import { overlap, type Problem, valueAt } from './problem.ts';
import type { Rule } from './rules/rule.ts';
import type { Schema } from './structural-schema.ts';

/** A validated document with its defaults, or all of its problems. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The parts of a rule that files need; only rules about the resource are also CEL. */
export type FileRule<T> = Pick<Rule<T>, 'field' | 'reads' | 'message' | 'holds'>;

/** The schema of a document and its rules. */
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
 * Validates a document: schema first, then every rule whose fields are well formed, so that all
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
 * Violated rules. Skips a rule that reads a malformed, missing or misspelled field, because its
 * result would mislead.
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
 * The fields that decide. A rule about an object that names the members it reads does not depend on
 * the others.
 */
const readsOf = <T>({ field, reads = [] }: FileRule<T>): readonly string[] =>
  reads.some((name) => name.startsWith(`${field}.`)) ? reads : [field, ...reads];

/**
 * Fields with unknown values: malformed ones, and those missing because their name is misspelled.
 */
const unclearPaths = (shape: readonly Problem[], document: unknown): Path[] =>
  shape.flatMap(({ path, meant }) =>
    meant && valueAt(document, meant) === undefined ? [path, meant] : [path],
  );

type Path = Problem['path'];

/** Objects are not repeated in a message; the position shows where they are. */
const shown = (found: unknown): unknown =>
  typeof found === 'object' && !Array.isArray(found) ? undefined : found;
