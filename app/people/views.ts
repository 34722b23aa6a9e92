import { z } from 'zod';
import { parseTable, type TableDefinition, tableParams } from '../ui/table-state.ts';
import type { SavedView } from './person.ts';

/** Property of a user that holds their views. */
export const viewsKey = 'pref.users_views';

export const mostViews = 12;

const stored = z.array(z.object({ name: z.string(), query: z.string() }));

/** The views of a stored text; none when it can't be read. */
export function savedViewsFrom(text: string | null): readonly SavedView[] {
  if (text === null) return [];
  try {
    return stored.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return [];
  }
}

/** The text that `savedViewsFrom` reads. */
export const savedViewsText = (views: readonly SavedView[]): string => JSON.stringify(views);

/** The views with one more; one of the same name is replaced in its place. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const place = views.findIndex(({ name }) => name.toLowerCase() === view.name.toLowerCase());
  return place < 0 ? [...views, view] : views.toSpliced(place, 1, view);
}

export const withoutView = (views: readonly SavedView[], name: string): readonly SavedView[] =>
  views.filter((view) => view.name !== name);

/**
 * The part of a list's address that a view keeps: only what the list knows, on its first page;
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
