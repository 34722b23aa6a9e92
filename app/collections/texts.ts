import type { Texts } from '../ui/texts.ts';

/** Texts of the pages that all collections share. */
export const texts = {
  place: 'No.',
  actions: 'Actions',
  add: (one: string) => `New ${one}`,
  create: (one: string) => `Create ${one}`,
  save: (one: string) => `Save ${one}`,
  none: (title: string) => `No ${title.toLowerCase()}`,
  edit: (label: string) => `Edit ${label}`,
  remove: (label: string) => `Delete ${label}`,
  archive: (label: string) => `Archive ${label}`,
  restore: (label: string) => `Restore ${label}`,
  archived: 'Archived',
  yes: 'Yes',
  no: 'No',
  deletion: {
    title: (one: string, label: string) => `Delete ${one} “${label}”?`,
    confirm: (one: string) => `Delete ${one}`,
    keep: (one: string) => `Keep ${one}`,
  },
  done: {
    created: (label: string) => `“${label}” created.`,
    saved: (label: string) => `“${label}” saved.`,
    deleted: (label: string) => `“${label}” deleted.`,
    moved: (label: string, place: number, of: number) =>
      `“${label}” is now number ${place} of ${of}.`,
    archived: (label: string) => `“${label}” archived.`,
    restored: (label: string) => `“${label}” restored.`,
  },
} as const satisfies Texts;
