import type { ImportError, ImportResult } from '../transfer.ts';

/** The combined results of several imports. */
export interface Tally {
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly relations_created: number;
  readonly relations_updated: number;
  readonly relations_skipped: number;
  readonly error_count: number;
}

export const nothing: Tally = {
  ...{ created: 0, updated: 0, skipped: 0 },
  ...{ relations_created: 0, relations_updated: 0, relations_skipped: 0, error_count: 0 },
};

/** Adds the results of another import; no earlier counts are lost (spec data-exchange#page). */
export function addUp(sum: Tally, more: Tally): Tally {
  const keys = Object.keys(nothing) as (keyof Tally)[];
  return Object.fromEntries(keys.map((key) => [key, sum[key] + more[key]])) as unknown as Tally;
}

/** A readable name of an item: `user:alice`, or `has_role: user:alice → role:admin`. */
export function nameOfItem({ kind, item }: Pick<ImportError, 'kind' | 'item'>): string {
  const fields =
    typeof item === 'object' && item !== null ? (item as Readonly<Record<string, unknown>>) : {};
  const text = (key: string): string =>
    typeof fields[key] === 'string' || typeof fields[key] === 'number' ? String(fields[key]) : '?';
  if (kind === 'relation' && 'relation_type' in fields)
    return `${text('relation_type')}: ${text('source')} → ${text('target')}`;
  const name = [text('entity_type'), text('name')].filter((part) => part !== '').join(':');
  if (kind === 'entity' && 'entity_type' in fields && name !== '') return name;
  if ('@id' in fields) return text('@id');
  return shortened(JSON.stringify(item) ?? '?');
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/**
 * A document with some items, for import on its own; entities come first, because relations need
 * them.
 */
export const documentOf = (items: readonly Pick<ImportError, 'kind' | 'item'>[]): object => ({
  entities: items.filter(({ kind }) => kind === 'entity').map(({ item }) => item),
  relations: items.filter(({ kind }) => kind === 'relation').map(({ item }) => item),
});

/** The JSON of a result, in the established format with later additions. */
export const jsonOf = ({ dryRun, ...result }: ImportResult): object => ({
  ...result,
  dry_run: dryRun,
});
