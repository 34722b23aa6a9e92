import type { z } from 'zod';
import { propertyNames, schemaAt } from './defaults.ts';
import { fieldName, type Problem, valueAt } from './problem.ts';
import type { Schema } from './structural-schema.ts';
import { nearest } from './suggest.ts';

/** Converts zod's issues to messages for users; one problem per field. */
export function explain(error: z.ZodError, document: unknown, schema: Schema): Problem[] {
  const problems = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => explainUnknown([...issue.path, key], schema))
      : [explainIssue(issue, valueAt(document, issue.path), schemaAt(schema, issue.path))],
  );
  return problems.filter(
    ({ path }, index) =>
      index === problems.findIndex((other) => fieldName(other.path) === fieldName(path)),
  );
}

function explainIssue(issue: z.core.$ZodIssue, found: unknown, schema: Schema): Problem {
  const { path } = issue;
  if (found === undefined || found === null)
    return { path, message: `${found === null ? 'empty' : 'missing'}${wanted(schema)}` };
  return {
    path,
    found,
    message: reason(issue, schema) ?? `${expected(schema)}${hint(found, schema)}`,
  };
}

/**
 * Issues that zod describes better than the type of the field: the message of a format, and a
 * length.
 */
function reason(issue: z.core.$ZodIssue, schema: Schema): string | undefined {
  if (issue.code === 'invalid_format' || issue.code === 'custom') return issue.message;
  if (issue.code === 'too_big' && schema.type === 'string')
    return `at most ${schema.maxLength} characters are allowed`;
  if (issue.code === 'too_big' && schema.type === 'array')
    return `at most ${schema.maxItems} entries are allowed`;
  return undefined;
}

/**
 * The expected value of a missing field: the description in the schema, unless the choices can be
 * listed.
 */
function wanted(schema: Schema): string {
  const listed =
    schema.enum !== undefined ||
    schema.const !== undefined ||
    schema.type === 'boolean' ||
    schema.type === 'object';
  return listed || typeof schema.description !== 'string'
    ? `; ${expected(schema)}`
    : `: ${schema.description}`;
}

/** The values that a field accepts, from its schema. */
function expected(schema: Schema): string {
  if (Array.isArray(schema.enum)) return `${alternatives(schema.enum)} is required`;
  if (schema.const !== undefined) return `${JSON.stringify(schema.const)} is required`;
  switch (schema.type) {
    case 'integer':
      return `a whole number from ${schema.minimum} to ${schema.maximum} is required`;
    case 'boolean':
      return 'true or false is required';
    case 'array':
      return 'a list is required';
    case 'object':
      return `fields are required (${propertyNames(schema).join(', ')})`;
    default:
      return 'text is required';
  }
}

/** The most likely mistake behind a value of the wrong type. */
function hint(found: unknown, schema: Schema): string {
  if (Array.isArray(schema.enum) && typeof found === 'string') {
    const meant = nearest(found, schema.enum.map(String));
    return meant === undefined ? '' : `; did you mean ${quotedWord(meant)}?`;
  }
  if (schema.type === 'string' && (typeof found === 'number' || typeof found === 'boolean'))
    return `: write "${found}" in quotes`;
  if (schema.type === 'integer' && typeof found === 'string' && /^-?\d+$/.test(found))
    return `: write ${found} without quotes`;
  if (schema.type === 'boolean' && typeof found === 'string') return ', without quotes';
  return '';
}

const quotedWord = (word: string): string => `"${word}"`;

const alternatives = (words: readonly unknown[]): string =>
  words.length === 1 ? String(words[0]) : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** An unknown field: a misspelled sibling, or a field that belongs elsewhere. */
function explainUnknown(path: readonly PropertyKey[], schema: Schema): Problem {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const siblings = propertyNames(schemaAt(schema, parent));
  const meant = nearest(key, siblings);
  if (meant !== undefined)
    return {
      path,
      atKey: true,
      message: `unknown field; did you mean "${meant}"?`,
      meant: [...parent, meant],
    };
  const elsewhere = findField(schema, key);
  if (elsewhere !== undefined)
    return {
      path,
      atKey: true,
      message: `unknown field here; it belongs to ${fieldName(elsewhere.slice(0, -1))}`,
      meant: elsewhere,
    };
  return {
    path,
    atKey: true,
    message: `unknown field; ${fieldName(parent) || 'the document'} takes ${siblings.join(', ')}`,
  };
}

/** Where a field of that name exists, nearest to the root. */
function findField(
  schema: Schema,
  key: string,
  path: readonly string[] = [],
): readonly string[] | undefined {
  const names = propertyNames(schema);
  if (names.includes(key)) return [...path, key];
  return names
    .map((name) => findField(schemaAt(schema, [name]), key, [...path, name]))
    .filter((found) => found !== undefined)
    .sort((a, b) => a.length - b.length)[0];
}
