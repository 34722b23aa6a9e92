import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  families: { meeting_pack: 'Meeting packs' },
  actions: {
    'meeting_pack.issued': 'issued the meeting pack of {}',
    'meeting_pack.opened': 'opened the meeting pack of {}',
    'meeting_pack.read': 'read the meeting pack of {}',
  },
} as const satisfies Declaration;
