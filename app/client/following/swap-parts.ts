import { all, announceShown, one } from '../elements.ts';
import { keepFields } from './kept-fields.ts';
import { focusIn } from './kept-focus.ts';

/**
 * Replaces the parts that differ. What a user writes stays: a part in which the user is writing or
 * from which a form is being sent waits, and one with `data-keeps-fields` takes over the input into
 * its new forms.
 */
export function swapParts(root: HTMLElement, page: Document): void {
  const fresh = one('[data-follow]', page);
  if (fresh === null) return;
  root.dataset['now'] = fresh.dataset['now'] ?? '';
  root.dataset['readAt'] = String(performance.now());
  for (const part of all('[data-part]', root)) {
    const other = one(`#${CSS.escape(part.id)}`, page);
    if (other === null || isSame(part, other)) continue;
    // Out of the page, it would not be sent.
    if (one('form[data-sending]', part) !== null) continue;
    const keeps = part.dataset['keepsFields'] !== undefined;
    if (!keeps && (isEdited(part) || isWriting(part, other))) continue;
    swap(part, other, keeps);
  }
}

function swap(part: HTMLElement, other: HTMLElement, keeps: boolean): void {
  const focus = focusIn(part);
  const fill = keeps ? keepFields(part) : undefined;
  const folds = new Set(all<HTMLDetailsElement>('details[id][open]', part).map(({ id }) => id));
  part.dataset['shown'] = signature(other);
  part.replaceChildren(...[...other.childNodes].map((node) => document.importNode(node, true)));
  for (const fold of all<HTMLDetailsElement>('details[id]', part))
    if (folds.has(fold.id)) fold.open = true;
  fill?.();
  focus?.();
  announceShown(part);
}

/** Tokens differ on every page; they are no change. */
const signature = (part: HTMLElement): string =>
  part.innerHTML.replaceAll(/name="(csrf_token|submission)" value="[^"]*"/g, '');

const isSame = (part: HTMLElement, other: HTMLElement): boolean =>
  (part.dataset['shown'] ?? '') === signature(other);

/** Whether a form of the part has other values than the ones it was shown with. */
const isEdited = (part: HTMLElement): boolean =>
  all<HTMLTextAreaElement | HTMLSelectElement>('textarea, select', part).some((field) =>
    field instanceof HTMLTextAreaElement
      ? field.value !== field.defaultValue
      : [...field.options].some((option) => option.selected !== option.defaultSelected) &&
        [...field.options].some(({ defaultSelected }) => defaultSelected),
  );

/** Whether the user writes in a form of the part that is still there. */
function isWriting(part: HTMLElement, other: HTMLElement): boolean {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLTextAreaElement) || !part.contains(focused)) return false;
  const to = focused.form?.getAttribute('action') ?? '';
  return one(`form[action="${CSS.escape(to)}"] textarea`, other) !== null;
}
