import type { Declaration } from '../ontology/declaration.ts';
import { choice, date, flag, integerOr, text, texts, time } from '../ontology/property.ts';

export const declaration = {
  types: {
    tor: {
      description: text(),
      status: choice(['active', 'archived']),
      meeting_cadence: choice(['ad-hoc', 'daily', 'working_days', 'weekly', 'biweekly', 'monthly']),
      cadence_day: choice([
        '',
        'monday',
        'tuesday',
        'wednesday',
        'thursday',
        'friday',
        'saturday',
        'sunday',
      ]),
      cadence_anchor: date(),
      holiday_rule: choice(['keep', 'skip', 'next_working_day']),
      cadence_time: time(),
      cadence_duration_minutes: integerOr(60, { min: 1, max: 1440 }),
      default_location: text({ max: 255 }),
      remote_url: text({ max: 2000 }),
      background_repo_url: text({ max: 2000 }),
      tor_number: text({ max: 255 }),
      classification: text({ max: 255 }),
      version: text({ max: 255 }),
      organization: text({ max: 255 }),
      focus_scope: text(),
      objectives: texts(),
      inputs_required: texts(),
      outputs_expected: texts(),
      poc_contact: text({ max: 1000 }),
      phase_scheduling: text(),
      info_platform: text({ max: 2000 }),
      invite_policy: text(),
      // How the committee decides (spec quorum#rule, spec ballots#choice).
      quorum_kind: choice(['none', 'majority', 'share', 'count']),
      quorum_least: integerOr(50, { min: 1, max: 999 }),
      quorum_needs_mandatory: flag(),
      quorum_counts_substitutes: flag(true),
      quorum_without: choice(['refuse', 'mark']),
      decides_by: choice(['record', 'ballot']),
      proxies_per_user: integerOr(1, { min: 0, max: 9 }),
    },
  },
  relations: {
    belongs_to_tor: {
      label: 'Belongs to ToR',
      sources: ['tor_function', 'meeting', 'agenda_point', 'decision', 'action_item'],
      targets: ['tor'],
      owner: 'target',
    },
  },
  permissions: {
    'tor.list': {
      group: 'Governance',
      label: 'List Terms of Reference',
      description: 'View Terms of Reference, the governance map, and the meeting outlook.',
    },
    'tor.create': {
      group: 'Governance',
      label: 'Create Terms of Reference',
      description: 'Create a committee and its Terms of Reference.',
    },
    'tor.edit': {
      group: 'Governance',
      label: 'Edit Terms of Reference',
      description:
        'Edit and delete Terms of Reference and their contents, and act in every committee without a position.',
    },
    'tor.manage_members': {
      group: 'Governance',
      label: 'Manage ToR members',
      description: 'Assign users to the positions of a committee, and remove them.',
    },
  },
  menu: {
    'governance.tor': {
      label: 'Terms of Reference',
      url: '/tor',
      parent: 'governance',
      order: 1,
      permission: 'tor.list',
    },
    'governance.outlook': {
      label: 'Meeting outlook',
      url: '/tor/outlook',
      parent: 'governance',
      order: 5,
      permission: 'tor.list',
    },
  },
  nouns: { tor: 'Terms of Reference' },
  families: { tor: 'Terms of Reference' },
  actions: {
    'tor.created': 'created {}',
    'tor.updated': 'changed {}',
    'tor.deleted': 'deleted {}',
    'tor.archived': 'archived {}',
    'tor.restored': 'restored {}',
    'tor.exported': 'exported the list of Terms of Reference',
  },
} as const satisfies Declaration;
