import { z } from 'zod';
import { parseTable, type TableDefinition, tableParams } from '../ui/table-state.ts';

/** A saved view of a list. */
export interface SavedView {
  readonly name: string;
  /** The query string after the list's path. */
  readonly query: string;
}

export const mostViews = 12;

const stored = z.array(z.object({ name: z.string(), query: z.string() }));

/** Parses stored views; none if the text is invalid. */
export function savedViewsFrom(text: string | null): readonly SavedView[] {
  if (text === null) return [];
  try {
    return stored.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return [];
  }
}

/** Serializes views for `savedViewsFrom`. */
export const savedViewsText = (views: readonly SavedView[]): string => JSON.stringify(views);

/** Adds a view, or replaces the view of the same name in place. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const place = views.findIndex(({ name }) => name.toLowerCase() === view.name.toLowerCase());
  return place < 0 ? [...views, view] : views.toSpliced(place, 1, view);
}

export const withoutView = (views: readonly SavedView[], name: string): readonly SavedView[] =>
  views.filter((view) => view.name !== name);

/**
 * The part of a list's address that a view stores: known parameters only, on the first page;
 * `undefined` for another address.
 */
export function queryOf(definition: TableDefinition, address: string): string | undefined {
  if (!URL.canParse(address, 'http://app.invalid')) return undefined;
  const url = new URL(address, 'http://app.invalid');
  if (url.origin !== 'http://app.invalid' || url.pathname !== definition.path) return undefined;
  const state = parseTable(definition, url.searchParams);
  return state.problem === undefined
    ? tableParams(definition, { ...state, page: 1 }).toString()
    : undefined;
}
