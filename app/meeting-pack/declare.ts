import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  families: { meeting_pack: 'Meeting packs' },
  actions: {
    'meeting_pack.issued': 'issued the meeting pack of {}',
    'meeting_pack.opened': 'opened the meeting pack of {}',
    'meeting_pack.read': 'read the meeting pack of {}',
  },
  constraints: {
    meeting_packs_stay: {
      message:
        'An issued meeting pack is final. It can’t be changed or deleted, nor can its meeting.',
      code: 'final',
    },
  },
} as const satisfies Declaration;
