import type { Snapshot } from '../ontology/outcome.ts';
import { isSensitive } from '../ontology/schema.ts';
import { texts } from './texts.ts';

/** The facts that the log records of a change. */
export interface Trace {
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** Bookkeeping fields that change with every write. */
const silent = new Set(['id', 'type', 'version', 'createdAt', 'updatedAt']);
const longest = 2000;

/**
 * The states before and after as recorded: only differences if both exist, properties beside
 * fields, no secrets, long texts truncated.
 */
export function auditable(before: Snapshot | undefined, after: Snapshot | undefined): Trace {
  const [old, fresh] = [before && flat(before), after && flat(after)];
  if (old === undefined || fresh === undefined)
    return { ...(old && { before: shown(old) }), ...(fresh && { after: shown(fresh) }) };
  const keys = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter(
    (key) => !same(old[key], fresh[key]),
  );
  return { before: shown(pick(old, keys)), after: shown(pick(fresh, keys)) };
}

/** Whether two states differ in anything that is recorded. */
export function differs(before: Snapshot, after: Snapshot): boolean {
  const { after: changed, before: gone } = auditable(before, after);
  return Object.keys({ ...changed, ...gone }).length > 0;
}

type Facts = Readonly<Record<string, unknown>>;

function flat(snapshot: Snapshot): Facts {
  const { properties, ...fields } = snapshot as Facts & { properties?: Facts };
  return Object.fromEntries(
    Object.entries({ ...fields, ...properties }).filter(([key]) => !silent.has(key)),
  );
}

const pick = (facts: Facts, keys: readonly string[]): Facts =>
  Object.fromEntries(
    keys.filter((key) => Object.hasOwn(facts, key)).map((key) => [key, facts[key]]),
  );

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const shown = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [key, isSensitive(key) ? '•••' : short(value)]),
  );

function short(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.length > longest ? texts.shortened(value.slice(0, longest), value.length) : value;
}
