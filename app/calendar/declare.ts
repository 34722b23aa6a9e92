import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  settings: {
    'app.holidays': {
      label: 'Holidays',
      type: 'text',
      value: '',
      description:
        'One date such as 2026-12-25 a line, with a name after it if you like. You can also paste an iCalendar file (.ics). Each committee chooses what happens to a meeting on a holiday.',
    },
  },
} as const satisfies Declaration;
