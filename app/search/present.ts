import type { PaletteResult } from '../ui/palette.tsx';
import type { Found } from './found.ts';
import { texts } from './texts.ts';

export type Results = { readonly [Kind in keyof Found]: readonly PaletteResult[] };

/**
 * What was found, as lines of the palette.
 * @param mayEditUsers readers who may not are linked to the list of users instead
 */
export const resultsOf = (
  { people, committees, documents }: Found,
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
  documents: documents.map(({ id, title, committee }) => ({
    label: title,
    ...(committee === null ? {} : { note: committee }),
    to: `/documents/${id}`,
    kind: texts.document,
    icon: 'document',
  })),
});
