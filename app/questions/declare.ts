import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  menu: {
    'governance.questions': {
      label: 'Questions',
      url: '/governance/questions',
      parent: 'governance',
      order: 3,
      permission: 'tor.list',
    },
  },
  families: { question: 'Questions' },
  actions: { 'question.exported': 'exported the answer to {}' },
} as const satisfies Declaration;
