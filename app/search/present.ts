import { workTable } from '../my-work/index.ts';
import type { PaletteResult } from '../ui/palette.tsx';
import { standardAddresses } from '../ui/shell-context.ts';
import type { Found } from './found.ts';
import type { FoundItem } from './items.ts';
import { texts } from './texts.ts';

export type Results = { readonly [Kind in keyof Found]: readonly FoundLine[] };

/** A line of the palette, with the text where the words stand if its kind has one. */
export interface FoundLine extends PaletteResult {
  readonly excerpt?: string;
}

const icons = {
  suggestion: 'workflow',
  proposal: 'workflow',
  agenda_point: 'meeting',
  coa: 'meeting',
  coa_section: 'meeting',
  decision: 'check',
  meeting: 'calendar',
  minutes_section: 'document',
} as const;

/** The page of an item, or the one that shows it. */
function addressOf({ id, type, parent, committee }: FoundItem): string {
  const tor = `/tor/${committee.id}`;
  switch (type) {
    case 'suggestion':
      return `${tor}/suggestions/${id}`;
    case 'proposal':
      return `${tor}/proposals/${id}`;
    case 'agenda_point':
      return `${tor}/workflow/agenda/${id}`;
    case 'coa':
    case 'coa_section':
      return `${tor}/workflow/agenda/${parent ?? ''}`;
    case 'decision':
      return `/decisions/${id}`;
    case 'meeting':
      return `${tor}/meetings/${id}`;
    case 'minutes_section':
      return `/minutes/${parent ?? ''}`;
  }
}

/**
 * The results as lines of the palette.
 * @param mayEditUsers readers who may not are linked to the list of users instead
 */
export const resultsOf = (
  { people, committees, positions, documents, items }: Found,
  mayEditUsers: boolean,
): Results => ({
  people: people.map(({ id, label, name }) => ({
    label,
    note: name,
    to: mayEditUsers ? `/users/${id}/edit` : `/users?${new URLSearchParams({ q: name })}`,
    kind: texts.person,
    icon: 'users',
  })),
  committees: committees.map(({ id, label, number }) => ({
    label,
    ...(number === '' ? {} : { note: number }),
    to: `/tor/${id}`,
    kind: texts.committee,
    icon: 'charter',
  })),
  positions: positions.map(({ id, label, committee }) => ({
    label,
    note: committee.label,
    to: `/tor/${committee.id}/functions/${id}/history`,
    kind: texts.position,
    icon: 'users',
  })),
  documents: documents.map(({ id, title, committee, excerpt }) => ({
    label: title,
    ...(committee === null ? {} : { note: committee }),
    to: `/documents/${id}`,
    kind: texts.document,
    icon: 'document',
    ...(excerpt === '' ? {} : { excerpt }),
  })),
  items: items.map((item) => ({
    label: item.label,
    note: item.committee.label,
    to: addressOf(item),
    kind: texts.kinds[item.type],
    icon: icons[item.type],
    ...(item.excerpt === '' ? {} : { excerpt: item.excerpt }),
  })),
});

/** Numbers of a user: unread of both lists, unread warnings, and items of “My work”. */
interface Numbers {
  readonly unread: number;
  readonly warnings: { readonly unread: number };
  readonly waiting: number;
}

/** Pages with unread or waiting items show their number. */
export function withNumbers(
  results: readonly PaletteResult[],
  { unread, warnings, waiting }: Numbers,
): readonly PaletteResult[] {
  const notes = new Map([
    [standardAddresses.warnings, noteOf(warnings.unread, texts.unread)],
    [standardAddresses.notifications, noteOf(unread - warnings.unread, texts.unread)],
    [workTable.path, noteOf(waiting, texts.waiting)],
  ]);
  return results.map((result) =>
    notes.has(result.to) ? { ...result, ...notes.get(result.to), isCounted: true } : result,
  );
}

const noteOf = (count: number, words: (count: number) => string): { readonly note?: string } =>
  count === 0 ? {} : { note: words(count) };
