import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  families: { motion: 'Motions' },
  actions: {
    'motion.moved': 'moved a motion at {}',
    'motion.seconded': 'seconded a motion at {}',
    'motion.opened': 'opened a motion at {}',
    'motion.closed': 'settled a motion at {}',
  },
} as const satisfies Declaration;
