import type { Declaration } from '../ontology/declaration.ts';
import { moment, reference, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    suggestion: {
      description: text(),
      submitted_date: moment(),
      submitted_by_id: reference('user'),
      status: text({ standard: 'open', max: 63 }),
      rejection_reason: text(),
    },
  },
  relations: {
    suggested_to: {
      label: 'Suggested to',
      sources: ['suggestion'],
      targets: ['tor'],
      owner: 'target',
    },
    spawns_proposal: { label: 'Spawns proposal', sources: ['suggestion'], targets: ['proposal'] },
  },
  permissions: {
    'suggestion.view': {
      group: 'Workflow',
      label: 'View committee suggestions',
      description: 'View suggestions in the committees that the user belongs to.',
    },
    'suggestion.create': {
      group: 'Workflow',
      label: 'Submit suggestions',
      description: 'Submit suggestions to the committees that the user belongs to.',
    },
    'suggestion.review': {
      group: 'Workflow',
      label: 'Accept and reject suggestions',
      description: 'Accept suggestions, which creates a proposal, or reject them with a reason.',
    },
  },
  workflows: {
    suggestion: {
      committee: 'suggested_to',
      outcome: 'rejection_reason',
      statuses: {
        open: { label: 'Open', kind: 'initial' },
        accepted: { label: 'Accepted', kind: 'terminal' },
        rejected: { label: 'Rejected', kind: 'terminal' },
      },
      transitions: [
        {
          from: 'open',
          to: 'accepted',
          label: 'Accept',
          permission: 'suggestion.review',
          capability: 'can_review_suggestions',
        },
        {
          from: 'open',
          to: 'rejected',
          label: 'Reject',
          permission: 'suggestion.review',
          capability: 'can_review_suggestions',
          reason: true,
        },
        {
          from: 'accepted',
          to: 'rejected',
          label: 'Reverse',
          permission: 'suggestion.review',
          capability: 'can_review_suggestions',
        },
      ],
    },
  },
  nouns: {
    suggestion: 'Suggestion',
  },
  families: {
    suggestion: 'Suggestions',
  },
  actions: {
    'suggestion.created': 'submitted the suggestion {}',
    'suggestion.updated': 'changed the suggestion {}',
    'suggestion.accepted': 'accepted the suggestion {}',
    'suggestion.rejected': 'rejected the suggestion {}',
    'suggestion.transition': 'moved the suggestion {}',
    'suggestion.deleted': 'deleted the suggestion {}',
  },
} as const satisfies Declaration;
