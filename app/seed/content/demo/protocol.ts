import { entity, relation, type SeedEntity, type SeedRelation } from '../../model.ts';
import type { BodyName } from './terms-of-reference.ts';

type Type = 'procedural' | 'agenda_slot' | 'fixed';
type Step = readonly [
  label: string,
  type: Type,
  minutes: number,
  responsible: string,
  isRequired?: boolean,
];

/** The steps of the meetings of the demo committees. */
const protocols: Readonly<Record<BodyName, readonly Step[]>> = {
  budget_committee: [
    ['Opening and roll call', 'procedural', 5, 'Chair'],
    ['Approval of the last minutes', 'procedural', 5, 'Chair'],
    ['Spending against the budget', 'fixed', 15, 'Budget office'],
    ['Agenda items', 'agenda_slot', 55, 'Presenters'],
    ['Outlook on the next month', 'fixed', 5, 'Budget office', false],
    ['Close', 'procedural', 5, 'Chair'],
  ],
  safety_review_board: [
    ['Incidents of the last day', 'fixed', 10, 'Safety Officer'],
    ['Hazards and measures', 'agenda_slot', 15, 'Safety Officer'],
    ['Orders for today', 'fixed', 5, 'Safety Officer'],
  ],
  sprint_planning: [
    ['Goal of the sprint', 'fixed', 15, 'Product Owner'],
    ['Capacity and leave', 'fixed', 10, 'Scrum Master'],
    ['Selection of items', 'agenda_slot', 80, 'Team'],
    ['Confirmation of the plan', 'procedural', 15, 'Scrum Master'],
  ],
  daily_standup: [
    ['Progress and blockers', 'agenda_slot', 10, 'Team'],
    ['Who helps with what', 'fixed', 5, 'Scrum Master'],
  ],
  sprint_review: [
    ['Goal and result', 'fixed', 10, 'Product Owner'],
    ['Demonstrations', 'agenda_slot', 40, 'Developers'],
    ['Feedback of stakeholders', 'fixed', 10, 'Product Owner'],
  ],
  sprint_retrospective: [
    ['Look back at agreed improvements', 'fixed', 10, 'Scrum Master'],
    ['What to keep and what to change', 'agenda_slot', 40, 'Team'],
    ['Agreed improvements', 'procedural', 10, 'Scrum Master'],
  ],
  backlog_refinement: [
    ['New requests', 'fixed', 15, 'Product Owner'],
    ['Refinement of items', 'agenda_slot', 40, 'Team'],
    ['Order of the backlog', 'procedural', 5, 'Product Owner'],
  ],
  it_governance_board: [
    ['Opening and roll call', 'procedural', 5, 'Chair'],
    ['Approval of the last minutes', 'procedural', 5, 'Secretary'],
    ['Status of decided actions', 'fixed', 15, 'Secretary'],
    ['Proposals to decide', 'agenda_slot', 75, 'Presenters'],
    ['Any other business', 'fixed', 10, 'Chair', false],
    ['Close', 'procedural', 10, 'Chair'],
  ],
  change_advisory_board: [
    ['Opening and roll call', 'procedural', 5, 'Change Manager'],
    ['Changes since the last meeting', 'fixed', 10, 'Change Manager'],
    ['Changes to release', 'agenda_slot', 30, 'Presenters'],
    ['Calendar of the next two weeks', 'fixed', 10, 'Technical Lead', false],
    ['Close', 'procedural', 5, 'Change Manager'],
  ],
};

const steps = Object.entries(protocols).flatMap(([body, each]) =>
  each.map((step, index) => ({ body, name: `${body}_step_${index + 1}`, step, place: index + 1 })),
);

export const protocolEntities: readonly SeedEntity[] = steps.map(
  ({ name, step: [label, type, minutes, responsible, isRequired = true], place }) =>
    entity('protocol_step', name, label, {
      ...{ step_type: type, sequence_order: String(place), responsible },
      ...{ default_duration_minutes: String(minutes), is_required: String(isRequired) },
    }),
);

export const protocolRelations: readonly SeedRelation[] = steps.map(({ body, name }) =>
  relation('protocol_of', `protocol_step:${name}`, `tor:${body}`),
);
