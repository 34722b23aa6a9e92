import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { useShell } from './shell-context.ts';
import { texts } from './texts.ts';

/**
 * A result of the search address: `GET ?q=…` with `Accept: application/json` returns `{ results:
 * PaletteResult[] }`, best first, at most 20.
 */
export interface PaletteResult {
  readonly label: string;
  /**
   * Distinguishes results with the same name and explains the match: the module of a page, the user
   * name of a user.
   */
  readonly note?: string;
  readonly to: string;
  /** Shown at the end: "Person", "Page". */
  readonly kind: string;
  readonly icon: IconName;
  /** The note may be a number that changes while the palette is open. */
  readonly isCounted?: boolean;
}

/**
 * Global search by Ctrl K or ⌘ K. An empty dialog until scripts open it; without JavaScript the
 * link in the bar leads to a page.
 */
export const Palette = () => {
  const { addresses } = useShell();
  return (
    <dialog
      class="pop palette"
      id="palette"
      aria-label={texts.palette.label}
      data-source={addresses.search}
      data-failed={texts.palette.failed}
    >
      <div class="pop-head">
        <div class="affix">
          <Icon name="search" small />
          <input
            class="input"
            type="search"
            list={undefined}
            role="combobox"
            aria-label={texts.palette.label}
            aria-expanded="false"
            aria-controls="palette-results"
            aria-autocomplete="list"
            placeholder={texts.palette.placeholder}
            autoComplete="off"
            spellcheck={false}
          />
        </div>
      </div>
      <div class="results" role="listbox" id="palette-results" aria-label={texts.palette.results} />
      <p class="pop-foot muted" role="status" data-none={texts.palette.none} />
      <p class="pop-foot muted keys">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {texts.palette.toMove}
        </span>
        <span>
          <kbd>{texts.palette.enter}</kbd> {texts.palette.toOpen}
        </span>
        <span>
          <kbd>{texts.palette.escape}</kbd> {texts.palette.toClose}
        </span>
      </p>
    </dialog>
  );
};
