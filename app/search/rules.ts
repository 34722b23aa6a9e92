import type { MenuModule } from '../ui/menu.ts';
import type { PaletteResult } from '../ui/palette.tsx';
import { texts } from './texts.ts';

/** Most results of one kind. */
export const most = 10;

/**
 * How well a name fits: 0 begins with the words, 1 one of its words does, 2 holds them somewhere;
 * `undefined`: not at all.
 */
export function rankOf(name: string, words: string): 0 | 1 | 2 | undefined {
  const [text, wanted] = [name.toLowerCase(), words.trim().toLowerCase()];
  if (text.startsWith(wanted)) return 0;
  if (text.includes(` ${wanted}`)) return 1;
  return text.includes(wanted) ? 2 : undefined;
}

export interface FoundPages {
  /** Best first. */
  readonly byName: readonly PaletteResult[];
  /** Only the module that they stand in is called so: whoever fits by name comes before them. */
  readonly byModule: readonly PaletteResult[];
}

/** Pages of the menu that fit. Without words: the first of the menu. */
export function findPages(menu: readonly MenuModule[], words: string): FoundPages {
  const found = menu
    .flatMap(({ label: module, entries }) =>
      entries.flatMap(({ label, to, icon }) => {
        const rank =
          rankOf(label, words) ??
          (module === undefined || rankOf(module, words) === undefined ? undefined : byModule);
        return rank === undefined
          ? []
          : [
              {
                rank,
                label,
                to,
                icon,
                kind: texts.page,
                ...(module === undefined ? {} : { note: module }),
              },
            ];
      }),
    )
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, most);
  const results = (wanted: (rank: number) => boolean) =>
    found.filter(({ rank }) => wanted(rank)).map(({ rank: _rank, ...result }) => result);
  return {
    byName: results((rank) => rank < byModule),
    byModule: results((rank) => rank === byModule),
  };
}

/** Worse than any fit of the name itself. */
const byModule = 3;

/** Something to do. */
interface Action {
  readonly label: string;
  readonly to: string;
  /** Other words that people look for it by. */
  readonly words: string;
}

/**
 * Actions that fit the words, best first. Without words none: what there is to do is looked for.
 */
export function findActions(actions: readonly Action[], words: string): readonly PaletteResult[] {
  if (words.trim() === '') return [];
  return actions
    .flatMap((action) => {
      const rank =
        rankOf(action.label, words) ?? (fitsByWords(action, words) ? byModule : undefined);
      return rank === undefined ? [] : [{ rank, action }];
    })
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, mostActions)
    .map(({ action: { label, to } }) => ({
      label,
      to,
      kind: texts.action,
      icon: 'point' as const,
    }));
}

/** Few, so that pages and people are seen as well. */
const mostActions = 5;

/** Every word that was typed begins one of the action's: "add person" finds "New user". */
function fitsByWords({ label, words }: Action, typed: string): boolean {
  const own = `${label} ${words}`.toLowerCase().split(/\s+/);
  return typed
    .toLowerCase()
    .trim()
    .split(/\s+/)
    .every((word) => own.some((one) => one.startsWith(word)));
}
