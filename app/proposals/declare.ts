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
      label: 'Submitted To',
      sources: ['proposal'],
      targets: ['tor'],
      owner: 'target',
    },
    spawns_agenda_point: {
      label: 'Spawns Agenda Point',
      sources: ['proposal'],
      targets: ['agenda_point'],
    },
  },
  permissions: {
    'proposal.view': {
      group: 'Workflow',
      label: 'View proposals in member ToRs',
      description: 'Reads the proposals of the bodies one belongs to.',
    },
    'proposal.create': {
      group: 'Workflow',
      label: 'Create new proposals',
      description: 'Drafts a proposal in a body one belongs to.',
    },
    'proposal.submit': {
      group: 'Workflow',
      label: 'Submit draft proposals for review',
      description: 'Submits a drafted or rejected proposal for review.',
    },
    'proposal.edit': {
      group: 'Workflow',
      label: 'Edit draft proposals',
      description: 'Changes a proposal while it is a draft or rejected.',
    },
    'proposal.review': {
      group: 'Workflow',
      label: 'Move proposals to under_review status',
      description: 'Starts the review of a submitted proposal.',
    },
    'proposal.approve': {
      group: 'Workflow',
      label: 'Approve or reject proposals under review',
      description: 'Approves a proposal under review or rejects it with a reason.',
    },
  },
  workflows: {
    proposal: {
      statuses: {
        draft: { label: 'Draft', kind: 'initial' },
        submitted: { label: 'Submitted' },
        under_review: { label: 'Under Review' },
        approved: { label: 'Approved', kind: 'terminal' },
        rejected: { label: 'Rejected' },
      },
      transitions: [
        { from: 'draft', to: 'submitted', label: 'Submit', permission: 'proposal.submit' },
        {
          name: 'submitted_to_review',
          from: 'submitted',
          to: 'under_review',
          label: 'Start Review',
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
    'proposal.created': 'drafted the proposal {}',
    'proposal.updated': 'changed the proposal {}',
    'proposal.submitted': 'submitted the proposal {}',
    'proposal.review_started': 'started the review of {}',
    'proposal.approved': 'approved the proposal {}',
    'proposal.rejected': 'rejected the proposal {}',
    'proposal.transition': 'moved the proposal {}',
    'proposal.marked_ready_for_agenda': 'marked {} ready for the agenda',
    'proposal.unqueued': 'took {} from the queue',
    'proposal.deleted': 'deleted the proposal {}',
    'queue.bulk_scheduled': 'scheduled several proposals',
  },
} as const satisfies Declaration;
