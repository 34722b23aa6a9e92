import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  settings: {
    'app.holidays': {
      label: 'Holidays',
      type: 'text',
      value: '',
      description:
        'Dates as 2026-12-25, separated by commas. Each committee chooses what happens to a meeting on a holiday.',
    },
  },
} as const satisfies Declaration;
