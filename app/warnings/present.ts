import type { WarningDetail } from './warning.ts';

/** One fact of a warning: a value, or several, one per line. */
export interface Fact {
  readonly term: string;
  readonly values: readonly string[];
}

/** The details of a warning beside its message, for people: names instead of ids. */
export interface Details {
  readonly facts: readonly Fact[];
  /** The page about it, as a path of the app. */
  readonly path: string | undefined;
  /** Details that are not a JSON object, as they are. */
  readonly text: string | undefined;
}

/** Reads the details of a warning, as this or any other version wrote them. Pure. */
export function detailsOf({ details }: Pick<WarningDetail, 'details'>): Details {
  const none = { facts: [], path: undefined, text: undefined };
  if (details === null) return none;
  const parsed = objectIn(details);
  if (parsed === undefined) return { ...none, text: details };
  const { dedup: _, path, ...facts } = parsed;
  return {
    ...none,
    path: typeof path === 'string' && /^\/(?![/\\])/.test(path) ? path : undefined,
    facts: Object.entries(facts).flatMap(([key, value]) =>
      /(^|_)ids?$/.test(key) ? [] : factOf(key, value),
    ),
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function factOf(key: string, value: unknown): readonly Fact[] {
  const values = (Array.isArray(value) ? value : [value]).map(wordOf).filter((word) => word !== '');
  const term = key.replaceAll('_', ' ');
  return values.length === 0
    ? []
    : [{ term: `${term.slice(0, 1).toUpperCase()}${term.slice(1)}`, values }];
}

function wordOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  return 'label' in value && typeof value.label === 'string' ? value.label : JSON.stringify(value);
}
