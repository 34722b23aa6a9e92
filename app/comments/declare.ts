import type { Declaration } from '../ontology/declaration.ts';
import { moment, reference, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    comment: {
      body: text({ max: 5000 }),
      author_id: reference('user'),
      created_date: moment(),
      edited_date: moment(),
      withdrawn_date: moment(),
    },
  },
  relations: {
    comment_on: {
      label: 'Comment on',
      sources: ['comment'],
      targets: ['suggestion', 'proposal', 'agenda_point'],
      owner: 'target',
    },
    replies_to: {
      label: 'Replies to',
      sources: ['comment'],
      targets: ['comment'],
      owner: 'target',
    },
    mentions: { label: 'Mentions', sources: ['comment'], targets: ['user'] },
  },
  nouns: { comment: 'Comment' },
  families: { comment: 'Comments' },
  actions: {
    'comment.added': 'commented on {}',
    'comment.edited': 'changed a comment on {}',
    'comment.withdrawn': 'withdrew a comment on {}',
  },
} as const satisfies Declaration;
