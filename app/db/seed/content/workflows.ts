import { entity, relation, type SeedEntity, type SeedRelation } from '../model.ts';

type Kind = 'initial' | 'terminal';
type Status = readonly [code: string, label: string, kind?: Kind];

interface Transition {
  /** Last part of the entity name, when it is not `{from}_to_{to}`. */
  readonly name?: string;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly permission: string;
  /** Position flag that stands in for the permission inside the body (spec seed#workflows). */
  readonly capability?: string;
  readonly condition?: string;
  readonly reason?: true;
}

interface Scope {
  readonly statuses: readonly Status[];
  readonly transitions: readonly Transition[];
}

const review = { permission: 'suggestion.review', capability: 'can_review_suggestions' };
const approve = { permission: 'proposal.approve', capability: 'can_approve_proposals' };
const call = { permission: 'tor.edit', capability: 'can_call_meetings' };

const scopes: Readonly<Record<string, Scope>> = {
  suggestion: {
    statuses: [
      ['open', 'Open', 'initial'],
      ['accepted', 'Accepted', 'terminal'],
      ['rejected', 'Rejected', 'terminal'],
    ],
    transitions: [
      { from: 'open', to: 'accepted', label: 'Accept', ...review },
      { from: 'open', to: 'rejected', label: 'Reject', reason: true, ...review },
      { from: 'accepted', to: 'rejected', label: 'Reverse', ...review },
    ],
  },
  // A rejected proposal can come back, so `rejected` ends nothing (spec seed#workflows).
  proposal: {
    statuses: [
      ['draft', 'Draft', 'initial'],
      ['submitted', 'Submitted'],
      ['under_review', 'Under Review'],
      ['approved', 'Approved', 'terminal'],
      ['rejected', 'Rejected'],
    ],
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
      { name: 'review_to_approved', from: 'under_review', to: 'approved', label: 'Approve', ...approve },
      { from: 'draft', to: 'rejected', label: 'Reject', reason: true, ...approve },
      { name: 'review_to_rejected', from: 'under_review', to: 'rejected', label: 'Reject', reason: true, ...approve },
      { from: 'rejected', to: 'submitted', label: 'Resubmit', permission: 'proposal.submit' },
    ],
  },
  meeting: {
    statuses: [
      ['projected', 'Projected', 'initial'],
      ['confirmed', 'Confirmed'],
      ['in_progress', 'In Progress'],
      ['completed', 'Completed', 'terminal'],
      ['cancelled', 'Cancelled', 'terminal'],
    ],
    transitions: [
      { from: 'projected', to: 'confirmed', label: 'Confirm', ...call },
      { from: 'projected', to: 'cancelled', label: 'Cancel', ...call },
      { from: 'confirmed', to: 'in_progress', label: 'Start Meeting', ...call },
      { from: 'confirmed', to: 'cancelled', label: 'Cancel', ...call },
      { from: 'in_progress', to: 'completed', label: 'End Meeting', ...call },
    ],
  },
  // spec seed#workflows.
  agenda_point: {
    statuses: [
      ['scheduled', 'Scheduled', 'initial'],
      ['in_progress', 'In Progress'],
      ['voted', 'Decided'],
      ['completed', 'Completed', 'terminal'],
    ],
    transitions: [
      { from: 'scheduled', to: 'in_progress', label: 'Start Discussion', permission: 'agenda.manage' },
      { from: 'scheduled', to: 'voted', label: 'Record Decision', permission: 'agenda.decide', condition: 'item_type=decision' },
      { from: 'in_progress', to: 'voted', label: 'Record Decision', permission: 'agenda.decide', condition: 'item_type=decision' },
      {
        from: 'in_progress',
        to: 'completed',
        label: 'Complete',
        permission: 'agenda.manage',
        condition: 'item_type=informative',
        reason: true,
      },
      { from: 'voted', to: 'completed', label: 'Close', permission: 'agenda.manage' },
    ],
  },
};

const nameOf = (scope: string, { name, from, to }: Transition) => `${scope}.${name ?? `${from}_to_${to}`}`;

const statusEntities = Object.entries(scopes).flatMap(([scope, { statuses }]) =>
  statuses.map(([code, label, kind], place) =>
    entity(
      'workflow_status',
      `${scope}.${code}`,
      label,
      {
        entity_type_scope: scope,
        status_code: code,
        label,
        order: String(place + 1),
        ...(kind === 'initial' && { is_initial: 'true' }),
        ...(kind === 'terminal' && { is_terminal: 'true' }),
      },
      place + 1,
    ),
  ),
);

const transitionEntities = Object.entries(scopes).flatMap(([scope, { transitions }]) =>
  transitions.map((transition) =>
    entity('workflow_transition', nameOf(scope, transition), transition.label, {
      entity_type_scope: scope,
      from_status_code: transition.from,
      to_status_code: transition.to,
      transition_label: transition.label,
      required_permission: transition.permission,
      requires_outcome: String(transition.reason ?? false),
      ...(transition.capability && { required_capability: transition.capability }),
      ...(transition.condition && { condition: transition.condition }),
    }),
  ),
);

export const workflows: readonly SeedEntity[] = [...statusEntities, ...transitionEntities];

export const workflowRelations: readonly SeedRelation[] = Object.entries(scopes).flatMap(([scope, { transitions }]) =>
  transitions.flatMap((transition) => [
    relation('transition_from', `workflow_transition:${nameOf(scope, transition)}`, `workflow_status:${scope}.${transition.from}`),
    relation('transition_to', `workflow_transition:${nameOf(scope, transition)}`, `workflow_status:${scope}.${transition.to}`),
  ]),
);
