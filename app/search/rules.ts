import type { MenuModule } from '../ui/menu.ts';
import type { PaletteResult } from '../ui/palette.tsx';
import { texts } from './texts.ts';

/** Maximum number of results per kind. */
export const most = 10;

/**
 * How well a name matches: 0 starts with the words, 1 a word in it does, 2 contains them;
 * `undefined` for no match.
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
  /** Matches of the module name only, listed after matches of their own name. */
  readonly byModule: readonly PaletteResult[];
}

/** Matching pages of the menu. Without words: the first of the menu. */
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

/** Ranked after any match of the name itself. */
const byModule = 3;

/** A searchable action. */
interface Action {
  readonly label: string;
  readonly to: string;
  /** Synonyms for the search. */
  readonly words: string;
}

/** Actions that match the words, best first. None without words. */
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

/** Few, to leave room for pages and users. */
const mostActions = 5;

/** Whether every typed word starts one of the action's words: "add person" finds "New user". */
function fitsByWords({ label, words }: Action, typed: string): boolean {
  const own = `${label} ${words}`.toLowerCase().split(/\s+/);
  return typed
    .toLowerCase()
    .trim()
    .split(/\s+/)
    .every((word) => own.some((one) => one.startsWith(word)));
}
