import { texts } from '../../data-manager/texts.ts';
import type { ImportError } from '../../data-manager/transfer.ts';
import { documentOf, nameOfItem } from '../../data-manager/upload/present.ts';
import { all, one } from '../elements.ts';
import { announce, showMessage } from '../messages.ts';
import { editItem } from './editor.ts';
import { reasonOf } from './file-row.ts';
import { type LeftItem, leftAfter } from './left.ts';
import { fill, made } from './rows.ts';
import type { Imported, Outcome } from './send.ts';

export interface ErrorActions {
  /** Sends a document with some items. */
  readonly send: (document: Blob, mode: string) => Promise<Outcome>;
  /** Adds the result of retried items; its error count replaces theirs. */
  readonly count: (result: Imported) => void;
  /** Items that the user discarded. */
  readonly drop: (count: number) => void;
}

export interface ErrorList {
  readonly add: (file: string, errors: readonly ImportError[], all: number) => void;
  readonly clear: () => void;
}

/** Rows shown at first, and added by each further step. */
const portion = 50;

/**
 * Lists items that were not imported: each can be edited, forced or discarded, and all of them
 * retried or discarded.
 */
export function errorList(run: HTMLElement, { send, count, drop }: ErrorActions): ErrorList {
  const part = one('[data-errors]', run);
  const body = part && one('[data-rows]', part);
  const more = part && one<HTMLButtonElement>('[data-more]', part);
  if (part === null || body === null || more === null)
    return { add: () => undefined, clear: () => undefined };
  let left: readonly LeftItem[] = [];
  let isLimited = false;
  let shown = portion;

  const show = (): void => {
    part.hidden = left.length === 0;
    body.replaceChildren(...left.slice(0, shown).map((item) => rowOf(item, act)));
    fill(part, 'count', texts.errors.shown(Math.min(shown, left.length), left.length));
    more.hidden = left.length <= shown;
    more.textContent = texts.errors.more(Math.min(portion, left.length - shown));
    for (const note of all('[data-limited]', part)) note.hidden = !isLimited;
  };
  const heading = (): HTMLElement => {
    const result = one('#result') ?? run;
    result.tabIndex = -1;
    return result;
  };
  const focusRow = (place: number): void => {
    const rows = all('[data-do="edit"]', body);
    const next = rows[Math.min(place, rows.length - 1)] ?? heading();
    next.focus();
  };
  /** Retries items under their known names; those that fail return with their new reasons. */
  const retry = async (items: readonly LeftItem[], mode: string): Promise<void> => {
    if (items.length === 0) return;
    const place = left.findIndex(({ id }) => id === items[0]?.id);
    part.setAttribute('aria-busy', 'true');
    const outcome = await send(
      new File([JSON.stringify(documentOf(items))], namesOf(items), { type: 'application/json' }),
      mode,
    );
    part.removeAttribute('aria-busy');
    if (!('result' in outcome))
      return void ('problem' in outcome && showMessage(reasonOf(outcome.problem)));
    const after = leftAfter(left, items, outcome.result);
    count({ ...outcome.result, error_count: after.length - left.length });
    left = after;
    show();
    const [only] = items;
    if (items.length === 1 && only !== undefined) {
      const isLeft = after.some(({ id }) => id === only.id);
      announce((isLeft ? texts.errors.stillWrong : texts.errors.imported)(nameOfItem(only)));
    } else
      announce(
        after.length === 0 ? texts.errors.allDone : texts.errors.shown(after.length, after.length),
      );
    focusRow(place);
  };
  const skip = (items: readonly LeftItem[]): void => {
    const place = left.findIndex(({ id }) => id === items[0]?.id);
    const gone = new Set(items.map(({ id }) => id));
    left = left.filter(({ id }) => !gone.has(id));
    drop(items.length);
    show();
    focusRow(place);
  };
  const act = async (action: string, item: LeftItem): Promise<void> => {
    if (action === 'skip') return skip([item]);
    if (action === 'force') return retry([item], 'upsert');
    const edited = await editItem(item);
    if (edited === undefined) return;
    left = left.map((other) => (other.id === item.id ? { ...other, item: edited } : other));
    return retry([{ ...item, item: edited }], retryMode(part));
  };
  more.addEventListener('click', () => {
    const place = shown;
    shown += portion;
    show();
    focusRow(place);
  });
  one('[data-retry-all]', part)?.addEventListener('click', () => void retry(left, retryMode(part)));
  one('[data-skip-all]', part)?.addEventListener('click', () => skip(left));
  let next = 0;
  return {
    add: (file, errors, known) => {
      left = [...left, ...errors.map((error) => ({ ...error, file, id: next++ }))];
      isLimited ||= known > errors.length;
      show();
    },
    clear: () => {
      left = [];
      isLimited = false;
      shown = portion;
      show();
    },
  };
}

/** The name of retried items in the log: the file that they came from. */
const namesOf = (items: readonly LeftItem[]): string => {
  const [name = '', ...others] = new Set(items.map(({ file }) => file));
  return others.length === 0 ? name : texts.result.retried;
};

const retryMode = (part: HTMLElement): string =>
  one<HTMLSelectElement>('[data-retry-mode]', part)?.value ?? 'upsert';

function rowOf(
  item: LeftItem,
  act: (action: string, item: LeftItem) => Promise<void>,
): HTMLElement {
  const row = made('error-row');
  const name = nameOfItem(item);
  fill(row, 'name', name);
  fill(row, 'reason', item.reason);
  fill(row, 'file', item.file);
  const labels: Readonly<Record<string, string>> = {
    edit: texts.errors.editItem(name),
    force: texts.errors.forceItem(name),
    skip: texts.errors.skipItem(name),
  };
  for (const button of all('[data-do]', row)) {
    const action = button.dataset['do'] ?? '';
    button.setAttribute('aria-label', labels[action] ?? name);
    button.addEventListener('click', () => void act(action, item));
  }
  return row;
}
