import { z } from 'zod';
import { choice, date, flag, integer, integerOr, json, moment, reference, text, texts, time } from '../property.ts';

const name = () => text({ max: 255 });
const order = () => integerOr(0);
const longText = () => text({ max: 100_000 });

/** Who was there, by sign-in name. */
const rollCall = json(z.array(z.object({ username: z.string(), status: z.enum(['present', 'absent', 'excused']) })), []);

const attendance = json(
  z.array(
    z.object({
      user_id: z.union([z.string(), z.number()]).optional(),
      name: z.string(),
      status: z.enum(['present', 'absent', 'excused']),
      delegation_to: z.string().default(''),
    }),
  ),
  [],
);

const actionItems = json(
  z.array(
    z.object({
      description: z.string(),
      responsible: z.string().default(''),
      due_date: z.string().default(''),
      status: z.enum(['open', 'in_progress', 'done']),
    }),
  ),
  [],
);

/** Properties of bodies, their positions and their meetings (spec ontology#types). */
const bodies = {
  tor: {
    description: text(),
    status: choice(['active', 'archived']),
    meeting_cadence: choice(['ad-hoc', 'daily', 'working_days', 'weekly', 'biweekly', 'monthly']),
    cadence_day: choice(['', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']),
    cadence_time: time(),
    cadence_duration_minutes: integerOr(60, { min: 1, max: 1440 }),
    default_location: name(),
    remote_url: text({ max: 2000 }),
    background_repo_url: text({ max: 2000 }),
    tor_number: name(),
    classification: name(),
    version: name(),
    organization: name(),
    focus_scope: text(),
    objectives: texts(),
    inputs_required: texts(),
    outputs_expected: texts(),
    poc_contact: text({ max: 1000 }),
    phase_scheduling: text(),
    info_platform: text({ max: 2000 }),
    invite_policy: text(),
  },
  tor_function: {
    membership_type: choice(['optional', 'mandatory']),
    category: name(),
    description: text(),
    can_call_meetings: flag(),
    can_manage_agenda: flag(),
    can_record_decisions: flag(),
    can_review_suggestions: flag(),
    can_create_proposals: flag(),
    can_approve_proposals: flag(),
  },
  protocol_step: {
    step_type: choice(['procedural', 'agenda_slot', 'fixed']),
    sequence_order: order(),
    default_duration_minutes: integer({ min: 0, max: 1440 }),
    description: text(),
    is_required: flag(true),
    responsible: name(),
  },
  presentation_template: { description: text() },
  template_slide: { slide_order: order(), required_content: text(), notes: text() },
  meeting: {
    meeting_date: date(),
    status: text({ standard: 'projected', max: 63 }),
    location: name(),
    notes: text(),
    meeting_number: name(),
    classification: name(),
    vtc_details: text({ max: 2000 }),
    chair_user_id: reference('user'),
    secretary_user_id: reference('user'),
    roll_call_data: rollCall,
  },
  minutes: {
    status: choice(['draft', 'pending_approval', 'approved']),
    generated_date: moment(),
    approved_by: text({ max: 255 }),
    approved_date: moment(),
    distribution_list: texts(),
    structured_attendance: attendance,
    structured_action_items: actionItems,
  },
  minutes_section: {
    section_type: choice(['attendance', 'protocol', 'agenda_items', 'decisions', 'action_items']),
    sequence_order: order(),
    content: longText(),
    is_auto_generated: flag(),
  },
} as const;

/** Properties of what bodies deal with. */
const items = {
  agenda_point: {
    title: name(),
    description: text(),
    item_type: choice(['informative', 'decision']),
    scheduled_date: date(),
    time_allocation_minutes: integer({ min: 1, max: 480 }),
    created_by: reference('user'),
    created_date: moment(),
    status: text({ standard: 'scheduled', max: 63 }),
    tor_id: reference('tor'),
    presenter: name(),
    priority: choice(['normal', 'high', 'urgent']),
    pre_read_url: text({ max: 2000 }),
  },
  coa: {
    title: name(),
    description: text(),
    coa_type: choice(['simple', 'complex']),
    created_by: reference('user'),
    created_date: moment(),
  },
  coa_section: { title: name(), content: longText(), order: order() },
  opinion: {
    agenda_point_id: reference('agenda_point'),
    recorded_by_id: reference('user'),
    preferred_coa_id: reference('coa'),
    commentary: text(),
    created_date: moment(),
    stance: text({ max: 63 }),
    rationale: text(),
  },
  decision: {
    agenda_point_id: reference('agenda_point'),
    decided_by_id: reference('user'),
    selected_coa_id: reference('coa'),
    decision_rationale: text(),
    decided_date: moment(),
  },
  suggestion: {
    description: text(),
    submitted_date: moment(),
    submitted_by_id: reference('user'),
    status: text({ standard: 'open', max: 63 }),
    rejection_reason: text(),
  },
  proposal: {
    title: name(),
    description: text(),
    rationale: text(),
    submitted_date: moment(),
    submitted_by_id: reference('user'),
    status: text({ standard: 'draft', max: 63 }),
    rejection_reason: text(),
    ready_for_agenda: flag(),
  },
  document: {
    title: name(),
    doc_type: choice(['ad_hoc', 'meeting_paper', 'decision_record', 'template']),
    body: longText(),
    created_by_id: reference('user'),
    created_date: moment(),
    updated_date: moment(),
  },
} as const;

export const governanceTypes = { ...bodies, ...items } as const;
