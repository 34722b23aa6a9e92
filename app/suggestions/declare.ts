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
      label: 'Suggested To',
      sources: ['suggestion'],
      targets: ['tor'],
      owner: 'target',
    },
    spawns_proposal: { label: 'Spawns Proposal', sources: ['suggestion'], targets: ['proposal'] },
  },
  permissions: {
    'suggestion.view': {
      group: 'Workflow',
      label: 'View suggestions in member ToRs',
      description: 'Reads the suggestions of the bodies one belongs to.',
    },
    'suggestion.create': {
      group: 'Workflow',
      label: 'Submit new suggestions',
      description: 'Submits a suggestion to a body one belongs to.',
    },
    'suggestion.review': {
      group: 'Workflow',
      label: 'Accept or reject suggestions',
      description: 'Accepts a suggestion, which starts a proposal, or rejects it with a reason.',
    },
  },
  workflows: {
    suggestion: {
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
    'suggestion.created': 'made the suggestion {}',
    'suggestion.updated': 'changed the suggestion {}',
    'suggestion.accepted': 'accepted the suggestion {}',
    'suggestion.rejected': 'rejected the suggestion {}',
    'suggestion.transition': 'moved the suggestion {}',
    'suggestion.deleted': 'deleted the suggestion {}',
  },
} as const satisfies Declaration;
