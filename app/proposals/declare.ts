import type { Declaration } from '../ontology/declaration.ts';
import { flag, moment, reference, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    proposal: {
      title: text({ max: 255 }),
      description: text(),
      rationale: text(),
      submitted_date: moment(),
      submitted_by_id: reference('user'),
      status: text({ standard: 'draft', max: 63 }),
      rejection_reason: text(),
      ready_for_agenda: flag(),
    },
  },
  relations: {
    submitted_to: {
      label: 'Submitted to',
      sources: ['proposal'],
      targets: ['tor'],
      owner: 'target',
    },
    spawns_agenda_point: {
      label: 'Spawns agenda point',
      sources: ['proposal'],
      targets: ['agenda_point'],
    },
  },
  permissions: {
    'proposal.view': {
      group: 'Workflow',
      label: 'View committee proposals',
      description: 'View proposals in the committees that the user belongs to.',
    },
    'proposal.create': {
      group: 'Workflow',
      label: 'Create proposals',
      description: 'Draft proposals in the committees that the user belongs to.',
    },
    'proposal.submit': {
      group: 'Workflow',
      label: 'Submit proposals for review',
      description: 'Submit draft or rejected proposals for review.',
    },
    'proposal.edit': {
      group: 'Workflow',
      label: 'Edit draft proposals',
      description: 'Edit proposals that are drafts or were rejected.',
    },
    'proposal.review': {
      group: 'Workflow',
      label: 'Start proposal reviews',
      description: 'Start the review of submitted proposals.',
    },
    'proposal.approve': {
      group: 'Workflow',
      label: 'Approve and reject proposals',
      description: 'Approve proposals under review, or reject them with a reason.',
    },
  },
  workflows: {
    proposal: {
      committee: 'submitted_to',
      outcome: 'rejection_reason',
      statuses: {
        draft: { label: 'Draft', kind: 'initial' },
        submitted: { label: 'Submitted' },
        under_review: { label: 'Under review' },
        approved: { label: 'Approved', kind: 'terminal' },
        rejected: { label: 'Rejected' },
      },
      transitions: [
        { from: 'draft', to: 'submitted', label: 'Submit', permission: 'proposal.submit' },
        {
          name: 'submitted_to_review',
          from: 'submitted',
          to: 'under_review',
          label: 'Start review',
          permission: 'proposal.review',
          capability: 'can_approve_proposals',
        },
        {
          name: 'review_to_approved',
          from: 'under_review',
          to: 'approved',
          label: 'Approve',
          permission: 'proposal.approve',
          capability: 'can_approve_proposals',
        },
        {
          from: 'draft',
          to: 'rejected',
          label: 'Reject',
          permission: 'proposal.approve',
          capability: 'can_approve_proposals',
          reason: true,
        },
        {
          name: 'review_to_rejected',
          from: 'under_review',
          to: 'rejected',
          label: 'Reject',
          permission: 'proposal.approve',
          capability: 'can_approve_proposals',
          reason: true,
        },
        { from: 'rejected', to: 'submitted', label: 'Resubmit', permission: 'proposal.submit' },
      ],
    },
  },
  nouns: {
    proposal: 'Proposal',
  },
  families: {
    proposal: 'Proposals',
    queue: 'Queue',
  },
  actions: {
    'proposal.created': 'created the proposal {}',
    'proposal.updated': 'changed the proposal {}',
    'proposal.submitted': 'submitted the proposal {}',
    'proposal.review_started': 'started the review of {}',
    'proposal.approved': 'approved the proposal {}',
    'proposal.rejected': 'rejected the proposal {}',
    'proposal.transition': 'moved the proposal {}',
    'proposal.marked_ready_for_agenda': 'marked {} ready for the agenda',
    'proposal.unqueued': 'removed {} from the queue',
    'proposal.deleted': 'deleted the proposal {}',
    'queue.bulk_scheduled': 'scheduled several proposals',
  },
} as const satisfies Declaration;
