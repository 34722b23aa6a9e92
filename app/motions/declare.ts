import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  families: { motion: 'Motions' },
  actions: {
    'motion.moved': 'moved a motion at {}',
    'motion.seconded': 'seconded a motion at {}',
    'motion.opened': 'opened a motion at {}',
    'motion.closed': 'settled a motion at {}',
  },
  constraints: {
    meeting_motions_stay: {
      message:
        'A settled motion is final. It can’t be changed or deleted, nor can its meeting and agenda point.',
      code: 'final',
    },
  },
} as const satisfies Declaration;
