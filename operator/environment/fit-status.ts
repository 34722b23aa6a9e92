import type { z } from 'zod';
import { type AhltEnvironmentStatus, environmentStatus } from '#cdk8s/api/index.ts';

/** A status that the resource definition accepts, and the changes made for it. */
export interface FittedStatus {
  readonly status: AhltEnvironmentStatus;
  /** One per change, e.g. `migrations.planHash was longer than 256 characters`. */
  readonly changes: readonly string[];
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** More repairs than this indicate another program's document. */
const mostRepairs = 64;

/**
 * Makes a status valid for the resource definition (`cdk8s/api/status.ts`). Values from
 * annotations, images and databases can have any length and form; one such value must not prevent
 * the report of all others. Long texts and lists are truncated, reasons are converted to CamelCase,
 * and what cannot be repaired is omitted individually. Pure.
 */
export function fitStatus(status: AhltEnvironmentStatus): FittedStatus {
  const fitted: unknown = structuredClone(status);
  const changes: string[] = [];
  for (let repairs = 0; repairs < mostRepairs; repairs += 1) {
    const parsed = environmentStatus.safeParse(fitted);
    if (parsed.success) return { status: parsed.data, changes };
    for (const issue of parsed.error.issues.toReversed()) changes.push(mend(fitted, issue));
  }
  return { status: {}, changes: [...changes, 'no part of it was valid'] };
}

/** Repairs one value in place; returns a description. */
function mend(status: unknown, issue: Issue): string {
  const place = issue.path.map(String).join('.');
  const value = at(status, issue.path);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) remove(status, [...issue.path, key]);
    return `${[place, issue.keys.join(', ')].filter(Boolean).join('.')} is unknown`;
  }
  if (issue.code === 'too_big' && typeof value === 'string') {
    replace(status, issue.path, `${value.slice(0, Number(issue.maximum) - 1)}…`);
    return `${place} was longer than ${issue.maximum} characters`;
  }
  if (issue.code === 'too_big' && Array.isArray(value)) {
    replace(status, issue.path, value.slice(0, Number(issue.maximum)));
    return `${place} had more than ${issue.maximum} items`;
  }
  if (issue.path.at(-1) === 'reason' && typeof value === 'string') {
    replace(status, issue.path, reasonFrom(value));
    return `${place} was not a reason`;
  }
  // A missing value cannot be omitted; its parent is.
  remove(status, value === undefined ? issue.path.slice(0, -1) : issue.path);
  return `${place} was not a ${issue.code === 'invalid_value' ? 'known value' : 'valid value'}`;
}

/** A single word of letters and digits that starts with a letter, such as `Error22P02`. */
function reasonFrom(text: string): string {
  const word = text.replace(/[^A-Za-z0-9]/g, '').slice(0, 256);
  if (word === '') return 'Failed';
  return /^[A-Za-z]/.test(word) ? word : `Error${word}`;
}

const isObject = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === 'object' && value !== null;

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);

function replace(status: unknown, path: Path, value: unknown): void {
  const parent = at(status, path.slice(0, -1));
  if (isObject(parent)) parent[path.at(-1) ?? ''] = value;
}

function remove(status: unknown, path: Path): void {
  const parent = at(status, path.slice(0, -1));
  const key = path.at(-1) ?? '';
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (isObject(parent)) delete parent[key];
}
