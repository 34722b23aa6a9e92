import type { Texts } from '../ui/texts.ts';
import { counted, number } from '../ui/words.ts';

/** Names of the rows of a list. */
interface Noun {
  readonly one: string;
  readonly many: string;
}

export const texts = {
  views: {
    more: 'Actions for this view',
    remove: (name: string) => `Remove the view “${name}”`,
    saved: (name: string) => `The view “${name}” was saved.`,
    removed: (name: string) => `The view “${name}” was removed.`,
    nameMissing: 'Enter a name for the view.',
    nameLong: 'A view name must be at most 40 characters.',
    tooMany: (most: number) => `You already have ${number(most)} views. Remove one first.`,
    notAList: 'Only this list can be saved as a view.',
  },
  columnsKept: 'Columns saved.',
  columnsForEveryone: 'These columns are now the default for all users.',
  bulk: {
    invalid: 'A selected row is invalid. Reload the page.',
    none: ({ many }: Noun) => `No ${many} selected.`,
    tooMany: (most: number, { many }: Noun) =>
      `At most ${number(most)} ${many} at a time. Narrow the list first.`,
    failed: (count: number, { one, many }: Noun) =>
      `${counted(count, `${one} was`, `${many} were`)} not changed:`,
    more: (count: number) => `and ${number(count)} more`,
    gone: 'no longer exists',
    meanwhile: 'was changed by another user',
    unchanged: (count: number, { one, many }: Noun) =>
      `${counted(count, one, many)}: no change needed.`,
  },
} as const satisfies Texts;
