import { entity, type SeedEntity } from '../model.ts';

/**
 * Every relation type with the entity types it may join (spec ontology#relation-ends) and who owns whom (spec ontology#ownership).
 * `owner` names the end whose deletion takes the other end along; without it a deletion removes only the relation.
 */
const declarations = [
  ['has_role', 'Has Role', 'user', 'role'],
  ['has_permission', 'Has Permission', 'role', 'permission'],
  ['requires_permission', 'Requires Permission', 'nav_item', 'permission'],
  ['belongs_to_tor', 'Belongs to ToR', 'tor_function meeting agenda_point', 'tor', 'target'],
  ['fills_position', 'Fills Position', 'user', 'tor_function'],
  ['protocol_of', 'Protocol Of', 'protocol_step', 'tor', 'target'],
  ['feeds_into', 'Feeds Into', 'tor', 'tor'],
  ['escalates_to', 'Escalates To', 'tor', 'tor'],
  ['minutes_of', 'Minutes Of', 'meeting', 'minutes', 'source'],
  ['section_of', 'Section Of', 'minutes_section', 'minutes', 'target'],
  ['template_of', 'Template Of', 'presentation_template', 'tor', 'target'],
  ['slide_of', 'Slide Of', 'template_slide', 'presentation_template', 'target'],
  ['suggested_to', 'Suggested To', 'suggestion', 'tor', 'target'],
  ['spawns_proposal', 'Spawns Proposal', 'suggestion', 'proposal'],
  ['submitted_to', 'Submitted To', 'proposal', 'tor', 'target'],
  ['spawns_agenda_point', 'Spawns Agenda Point', 'proposal', 'agenda_point'],
  ['scheduled_for_meeting', 'Scheduled For Meeting', 'agenda_point', 'meeting'],
  ['considers_coa', 'Considers COA', 'agenda_point', 'coa', 'source'],
  ['has_section', 'Has Section', 'coa', 'coa_section', 'source'],
  ['has_subsection', 'Has Subsection', 'coa_section', 'coa_section', 'source'],
  ['opinion_by', 'Opinion By', 'user', 'opinion'],
  ['opinion_on', 'Opinion On', 'opinion', 'agenda_point', 'target'],
  ['prefers_coa', 'Prefers COA', 'opinion', 'coa'],
  ['scoped_to_tor', 'Scoped To ToR', 'document', 'tor'],
  ['transition_from', 'Transition From', 'workflow_transition', 'workflow_status'],
  ['transition_to', 'Transition To', 'workflow_transition', 'workflow_status'],
  ['targets_user', 'Targets User', 'warning', 'user'],
  ['for_warning', 'For Warning', 'warning_receipt', 'warning', 'target'],
  ['for_user', 'For User', 'warning_receipt', 'user', 'target'],
  ['on_receipt', 'On Receipt', 'warning_event', 'warning_receipt', 'target'],
  ['forwarded_to_user', 'Forwarded To User', 'warning_receipt', 'user'],
] as const satisfies readonly Declaration[];

type Declaration = readonly [name: string, label: string, source: string, target: string, owner?: 'source' | 'target'];

/** Relation types that the app itself uses; administrators may add others. */
export type RelationTypeName = (typeof declarations)[number][0];

export const relationTypes: readonly SeedEntity[] = (declarations as readonly Declaration[]).map(([name, label, source, target, owner]) =>
  entity('relation_type', name, label, {
    source_types: JSON.stringify(source.split(' ')),
    target_types: JSON.stringify(target.split(' ')),
    ...(owner && { owner }),
  }),
);
