import type { MenuGroup } from '../ui/menu.ts';
import type { PaletteResult } from '../ui/palette.tsx';
import { texts } from './texts.ts';

/** Most results of one kind. */
export const most = 10;

/** How well a name fits: 0 begins with the words, 1 one of its words does, 2 holds them somewhere; `undefined`: not at all. */
export function rankOf(name: string, words: string): 0 | 1 | 2 | undefined {
  const [text, wanted] = [name.toLowerCase(), words.trim().toLowerCase()];
  if (text.startsWith(wanted)) return 0;
  if (text.includes(` ${wanted}`)) return 1;
  return text.includes(wanted) ? 2 : undefined;
}

/** Pages of the menu that fit, best first; their module's name counts as a weak fit. Without words: the first of the menu. */
export function findPages(menu: readonly MenuGroup[], words: string): readonly PaletteResult[] {
  return menu
    .flatMap(({ label: module = '', items }) =>
      items.flatMap(({ label, to, icon }) => {
        const rank = rankOf(label, words) ?? (rankOf(module, words) === undefined ? undefined : 3);
        return rank === undefined ? [] : [{ rank, result: { label, to, icon, kind: texts.page } }];
      }),
    )
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ result }) => result);
}
