import { dayInWords } from '../ui/moments.ts';
import type { StoredNotification } from './notification.ts';
import { texts } from './texts.ts';

/** A notification in a sentence, without a period. Pure. */
export function notificationInWords({
  details: { what, item, by, day },
}: Pick<StoredNotification, 'details'>): string {
  const words = Object.hasOwn(texts.what, what) ? texts.what[what] : undefined;
  return (words ?? texts.other)({
    item,
    by: by ?? texts.nobody,
    day: day === undefined || day === null ? '' : dayInWords(day),
  });
}

/** Name of a kind, also of one that a later version made. */
export const kindInWords = ({ kind }: { readonly kind: string }): string =>
  texts.kinds[kind] ?? kind;
