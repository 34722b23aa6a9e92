import type { DatedText, DayRule } from '../../calendar.ts';
import { entity, idOf, relation, type SeedEntity, type SeedRelation } from '../../model.ts';
import { nextBoardDay } from './meetings.ts';
import type { BodyName } from './terms-of-reference.ts';

interface AgendaPoint {
  readonly title: string | DatedText;
  readonly body: BodyName;
  readonly type: 'informative' | 'decision';
  readonly day: DayRule;
  readonly minutes: number;
  readonly by?: string;
  readonly priority?: 'high';
  readonly description: string;
}

const budgetDay: DayRule = { cadence: 'monthly', weekday: 'wednesday', occurrence: 1 };
const reviewDay: DayRule = { cadence: 'biweekly', weekday: 'friday', occurrence: 1 };

const points: Readonly<Record<string, AgendaPoint>> = {
  agenda_bc_budget_review: {
    title: { day: budgetDay, text: 'Q{quarter} {year} Budget Review' },
    body: 'budget_committee',
    type: 'decision',
    day: budgetDay,
    minutes: 45,
    by: 'charlie',
    description:
      'Spending of the quarter against the plan, and what to do about the two divisions above it.',
  },
  agenda_srb_safety_assessment: {
    title: 'Quarterly Safety Assessment',
    body: 'safety_review_board',
    type: 'informative',
    day: { cadence: 'working_days', occurrence: 13 },
    minutes: 20,
    by: 'charlie',
    description: 'Incidents, near misses and open measures of the quarter.',
  },
  agenda_sp_sprint_14: {
    title: 'Sprint 14 Planning',
    body: 'sprint_planning',
    type: 'decision',
    day: { cadence: 'biweekly', weekday: 'monday', occurrence: 1 },
    minutes: 120,
    by: 'charlie',
    description: 'Goal of sprint 14 and the items that lead to it.',
  },
  agenda_ds_blockers: {
    title: 'Daily sync — blockers and progress',
    body: 'daily_standup',
    type: 'informative',
    day: { cadence: 'working_days', occurrence: 1 },
    minutes: 15,
    by: 'charlie',
    description: 'What moved, what is stuck, and who helps.',
  },
  agenda_sr_sprint_13: {
    title: 'Sprint 13 Demo & Stakeholder Feedback',
    body: 'sprint_review',
    type: 'informative',
    day: reviewDay,
    minutes: 45,
    by: 'alice',
    description:
      'The finished items of sprint 13 on the test environment, with time for questions.',
  },
  agenda_retro_sprint_13: {
    title: 'Sprint 13 Retrospective',
    body: 'sprint_retrospective',
    type: 'decision',
    day: reviewDay,
    minutes: 60,
    by: 'charlie',
    description: 'Two improvements to try in sprint 14.',
  },
  agenda_br_candidates: {
    title: 'Refine sprint 14 backlog candidates',
    body: 'backlog_refinement',
    type: 'informative',
    day: { cadence: 'weekly', weekday: 'wednesday', occurrence: 1 },
    minutes: 60,
    by: 'alice',
    description: 'Twelve candidates, from purpose to estimate.',
  },
  agenda_igb_cloud: {
    title: { day: nextBoardDay, text: 'Select Cloud Platform for {year}' },
    body: 'it_governance_board',
    type: 'decision',
    priority: 'high',
    day: nextBoardDay,
    minutes: 45,
    description: 'One of the two shortlisted platforms becomes the standard for new services.',
  },
};

const coas = {
  azure: entity(
    'coa',
    'coa_igb_cloud_azure',
    'Adopt Azure Cloud Platform',
    {
      title: 'Adopt Azure Cloud Platform',
      description:
        'Builds on the existing directory and licences; the first services move within three months.',
      coa_type: 'simple',
    },
    1,
  ),
  aws: entity(
    'coa',
    'coa_igb_cloud_aws',
    'Adopt AWS Cloud Platform',
    {
      title: 'Adopt AWS Cloud Platform',
      description:
        'Offers the wider choice of managed services; identities have to be federated first.',
      coa_type: 'simple',
    },
    2,
  ),
} as const;

const opinions: readonly (readonly [
  user: string,
  label: string,
  rationale: string,
  prefers: keyof typeof coas,
])[] = [
  [
    'alice',
    'Alice',
    'Sign-in and licences are in place, so the team can start with services instead of foundations.',
    'azure',
  ],
  [
    'henry',
    'Henry',
    'The managed databases cover what we run ourselves today, which lowers the number of risky changes.',
    'aws',
  ],
];

export const agendaEntities: readonly SeedEntity[] = [
  ...Object.entries(points).map(([name, point]) =>
    entity('agenda_point', name, point.title, {
      title: point.title,
      description: point.description,
      item_type: point.type,
      status: 'scheduled',
      scheduled_date: { day: point.day },
      time_allocation_minutes: String(point.minutes),
      priority: point.priority ?? 'normal',
      created_date: { day: { workingDay: -5 }, text: '{date}T09:30:00' },
      ...(point.by && { created_by: idOf(`user:${point.by}`) }),
    }),
  ),
  ...Object.values(coas),
  ...opinions.map(([user, label, rationale]) =>
    entity('opinion', `opinion_${user}_cloud`, `${label} — Cloud Platform Opinion`, {
      stance: 'support',
      rationale,
    }),
  ),
];

export const agendaRelations: readonly SeedRelation[] = [
  ...Object.entries(points).map(([name, { body }]) =>
    relation('belongs_to_tor', `agenda_point:${name}`, `tor:${body}`),
  ),
  ...Object.values(coas).map(({ name }) =>
    relation('considers_coa', 'agenda_point:agenda_igb_cloud', `coa:${name}`),
  ),
  ...opinions.flatMap(([user, , , prefers]) => [
    relation('opinion_by', `user:${user}`, `opinion:opinion_${user}_cloud`),
    relation('opinion_on', `opinion:opinion_${user}_cloud`, 'agenda_point:agenda_igb_cloud'),
    relation('prefers_coa', `opinion:opinion_${user}_cloud`, `coa:${coas[prefers].name}`),
  ]),
];
