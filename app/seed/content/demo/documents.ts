import { entity, idOf, relation, type SeedEntity, type SeedRelation } from '../../model.ts';
import { documentBodies } from './document-bodies.ts';
import type { BodyName } from './terms-of-reference.ts';

/** `daysAgo` counts from the day of seeding; a weekend is moved back to Friday. */
interface Document {
  readonly title: string;
  readonly type: 'meeting_paper' | 'decision_record' | 'template' | 'ad_hoc';
  readonly by: string;
  readonly daysAgo: number;
  /** Omitted: for everyone. */
  readonly body?: BodyName;
}

const documents: Readonly<Record<keyof typeof documentBodies, Document>> = {
  meeting_etiquette: {
    ...{ title: 'How our committees meet', type: 'ad_hoc', by: 'henry', daysAgo: 210 },
  },
  glossary: { title: 'Words of our committees', type: 'ad_hoc', by: 'eva', daysAgo: 190 },
  incident_template: {
    ...{ title: 'Incident report', type: 'template', by: 'charlie', daysAgo: 160 },
  },
  change_calendar: {
    ...{ title: 'Freeze periods and maintenance windows', type: 'ad_hoc', by: 'henry' },
    ...{ daysAgo: 120, body: 'change_advisory_board' },
  },
  definition_of_ready: {
    ...{ title: 'Definition of Ready', type: 'template', by: 'charlie' },
    ...{ daysAgo: 75, body: 'backlog_refinement' },
  },
  procurement_decision: {
    ...{ title: 'Limit for purchases without the committee', type: 'decision_record' },
    ...{ by: 'charlie', daysAgo: 62, body: 'budget_committee' },
  },
  zero_trust_paper: {
    ...{ title: 'Zero-trust network: plan and cost', type: 'meeting_paper' },
    ...{ by: 'alice', daysAgo: 48, body: 'it_governance_board' },
  },
  zero_trust_decision: {
    ...{ title: 'Zero-trust network: decision of the board', type: 'decision_record' },
    ...{ by: 'eva', daysAgo: 34, body: 'it_governance_board' },
  },
  safety_walk_report: {
    ...{ title: 'Safety walk: workshop and loading yard', type: 'meeting_paper' },
    ...{ by: 'charlie', daysAgo: 9, body: 'safety_review_board' },
  },
  sprint_goal_notes: {
    ...{ title: 'Sprint goal: invoices without calls', type: 'meeting_paper' },
    ...{ by: 'alice', daysAgo: 6, body: 'sprint_planning' },
  },
  budget_2027_paper: {
    ...{ title: 'Draft budget for next year', type: 'meeting_paper' },
    ...{ by: 'alice', daysAgo: 3, body: 'budget_committee' },
  },
};

const named = Object.entries(documents) as [keyof typeof documentBodies, Document][];

export const documentEntities: readonly SeedEntity[] = named.map(
  ([name, { title, type, by, daysAgo }]) => {
    const day = { day: { workingDay: -daysAgo }, text: '{date}T09:30:00' };
    return entity('document', name, title, {
      ...{ title, doc_type: type, body: documentBodies[name], created_by_id: idOf(`user:${by}`) },
      ...{ created_date: day, updated_date: day },
    });
  },
);

export const documentRelations: readonly SeedRelation[] = named.flatMap(([name, { body }]) =>
  body === undefined ? [] : [relation('scoped_to_tor', `document:${name}`, `tor:${body}`)],
);
