import type { DatedText } from '../../calendar.ts';
import { entity, idOf, relation, type SeedEntity, type SeedRelation } from '../../model.ts';
import type { BodyName } from './terms-of-reference.ts';

/** `daysAgo` counts from the day of seeding; a weekend is moved back to Friday. */
interface Item {
  readonly body: BodyName;
  readonly status: string;
  readonly daysAgo: number;
  readonly by?: string;
  readonly description: string;
  readonly rejection?: string;
}

const suggestions: Readonly<Record<string, Item & { readonly label: string }>> = {
  suggestion_bc_procurement: {
    label: 'Need new procurement process for capital expenditures',
    body: 'budget_committee',
    status: 'open',
    daysAgo: 36,
    by: 'alice',
    description:
      'Need new procurement process for capital expenditures. Requests above the threshold take six weeks today because three divisions sign one after the other; signing in parallel would halve that.',
  },
  suggestion_srb_evacuation: {
    label: 'Update emergency evacuation procedures',
    body: 'safety_review_board',
    status: 'open',
    daysAgo: 17,
    by: 'charlie',
    description:
      'Update emergency evacuation procedures. The plans still show the old east entrance, and the assembly point has moved since the parking deck opened.',
  },
  suggestion_sp_estimation: {
    label: 'Add estimation session before sprint planning',
    body: 'sprint_planning',
    status: 'open',
    daysAgo: 31,
    by: 'alice',
    description:
      'Add estimation session before sprint planning. Half of the planning is spent on first estimates; doing them the week before would leave time for the sprint goal.',
  },
  suggestion_sr_stakeholders: {
    label: 'Invite external stakeholders to sprint reviews',
    body: 'sprint_review',
    status: 'open',
    daysAgo: 13,
    by: 'charlie',
    description:
      'Invite external stakeholders to sprint reviews. Feedback from partner organisations reaches the team months later; a seat in every second review would change that.',
  },
  suggestion_retro_async_board: {
    label: 'Use async retro board before the meeting',
    body: 'sprint_retrospective',
    status: 'accepted',
    daysAgo: 19,
    by: 'alice',
    description:
      'Use async retro board before the meeting. Collecting observations during the sprint leaves the hour itself for talking about causes.',
  },
  suggestion_br_definition_of_ready: {
    label: 'Create a Definition of Ready checklist',
    body: 'backlog_refinement',
    status: 'accepted',
    daysAgo: 24,
    by: 'charlie',
    description:
      'Create a Definition of Ready checklist. Items enter planning without acceptance criteria and come back two weeks later.',
  },
  suggestion_rejected_igb: {
    label: 'Standardise on a single video conferencing platform',
    body: 'it_governance_board',
    status: 'rejected',
    daysAgo: 41,
    by: 'charlie',
    description:
      'Standardise on a single video conferencing platform. Three licences are paid today, and guests never know which one to expect.',
    rejection:
      'Two partner organisations are bound to their own platform until the end of next year.',
  },
  suggestion_open_cab: {
    label: 'Introduce automated rollback for failed deployments',
    body: 'change_advisory_board',
    status: 'open',
    daysAgo: 6,
    by: 'grace',
    description:
      'Introduce automated rollback for failed deployments. The way back is written down for every change but carried out by hand, which took 40 minutes in the last incident.',
  },
};

interface Proposal extends Item {
  readonly title: string | DatedText;
  readonly rationale: string;
}

const proposals: Readonly<Record<string, Proposal>> = {
  revised_procurement_policy: {
    title: { day: { workingDay: -23 }, text: 'Revised Procurement Policy {year}' },
    body: 'budget_committee',
    status: 'draft',
    daysAgo: 23,
    by: 'charlie',
    description:
      'Divisions sign purchase requests in parallel, a request without objection after five working days counts as agreed, and the committee sees only what is disputed or above the upper threshold.',
    rationale:
      'Most requests wait for signatures, not for decisions; the committee should spend its time on the disputed ones.',
  },
  async_retro_board_process: {
    title: 'Async Retrospective Board Process',
    body: 'sprint_retrospective',
    status: 'submitted',
    daysAgo: 12,
    by: 'alice',
    description:
      'A shared board stays open during the sprint. The moderator groups its notes the day before, and the meeting starts with the three largest groups.',
    rationale: 'Observations are fresh when they are written down, and quiet people are heard.',
  },
  definition_of_ready_checklist: {
    title: 'Definition of Ready Checklist',
    body: 'backlog_refinement',
    status: 'submitted',
    daysAgo: 17,
    by: 'charlie',
    description:
      'An item is ready when its purpose, acceptance criteria, size and dependencies are written down and the product owner has placed it in order.',
    rationale:
      'In the last three sprints every fifth item returned unfinished because its criteria were missing.',
  },
  proposal_under_review_igb: {
    title: 'Unified API Gateway Policy',
    body: 'it_governance_board',
    status: 'under_review',
    daysAgo: 19,
    by: 'charlie',
    description:
      'Every interface that crosses a division goes through the common gateway, with one catalogue, one way to authenticate and one set of limits.',
    rationale:
      'Seven gateways are run today; none of them knows all interfaces, and audits have to ask seven teams.',
  },
  proposal_approved_igb: {
    title: 'Zero-Trust Network Architecture',
    body: 'it_governance_board',
    status: 'approved',
    daysAgo: 97,
    by: 'irene',
    description:
      'Access depends on identity and device, never on the network segment. Existing services move in three waves, beginning with administration tools.',
    rationale: 'The flat network turned one lost laptop into an incident for four services.',
  },
  proposal_rejected_cab: {
    title: 'Remove CAB approval for low-risk changes',
    body: 'change_advisory_board',
    status: 'rejected',
    daysAgo: 31,
    by: 'grace',
    description:
      'Changes whose risk assessment says "low" are carried out without being shown to the board.',
    rationale: 'Two thirds of all requests are low-risk and none of them was refused last year.',
    rejection:
      'The risk assessment is filled in by the requester alone; without a second pair of eyes the board would lose its overview.',
  },
};

export const suggestionEntities: readonly SeedEntity[] = Object.entries(suggestions).map(
  ([name, suggestion]) =>
    entity('suggestion', name, suggestion.label, commonProperties(suggestion)),
);

export const proposalEntities: readonly SeedEntity[] = Object.entries(proposals).map(
  ([name, proposal]) =>
    entity('proposal', name, proposal.title, {
      title: proposal.title,
      rationale: proposal.rationale,
      ready_for_agenda: 'false',
      ...commonProperties(proposal),
    }),
);

export const itemRelations: readonly SeedRelation[] = [
  ...Object.entries(suggestions).map(([name, { body }]) =>
    relation('suggested_to', `suggestion:${name}`, `tor:${body}`),
  ),
  ...Object.entries(proposals).map(([name, { body }]) =>
    relation('submitted_to', `proposal:${name}`, `tor:${body}`),
  ),
];

function commonProperties({ description, status, daysAgo, by, rejection }: Item) {
  return {
    description,
    status,
    submitted_date: { day: { workingDay: -daysAgo } },
    ...(by && { submitted_by_id: idOf(`user:${by}`) }),
    ...(rejection && { rejection_reason: rejection }),
  };
}
