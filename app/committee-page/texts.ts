import type { Texts } from '../ui/texts.ts';

export const texts = {
  tabs: {
    overview: 'Overview',
    positions: 'Positions',
    workflow: 'Workflow',
    meetings: 'Meetings',
    'action-items': 'Actions',
    documents: 'Documents',
    templates: 'Templates',
    versions: 'Versions',
    history: 'History',
  },
  status: { active: 'Active', archived: 'Archived' },
  version: (version: string) => `Version ${version}`,
} as const satisfies Texts;
