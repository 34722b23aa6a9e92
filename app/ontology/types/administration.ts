import { choice, flag, integerOr, moment, reference, text, texts } from '../property.ts';

/** Properties of what administrators work with (data-model.md 2). Passwords aren't among them: they have a table of their own. */
export const administrationTypes = {
  relation_type: { source_types: texts(), target_types: texts(), owner: choice(['', 'source', 'target']) },
  permission: { group_name: text({ standard: 'Other', max: 255 }), description: text() },
  role: { description: text(), is_default: flag() },
  user: {
    email: text({ max: 255 }),
    theme_preference: choice(['auto', 'light', 'dark', 'contrast']),
    'pref.sidebar': choice(['full', 'rail']),
    avatar_data_uri: text({ max: 400_000 }),
    'pref.users_table_columns': text({ max: 1000 }),
    'pref.users_views': text({ max: 100_000 }),
  },
  nav_item: { url: text({ max: 1000 }), parent: text({ max: 255 }) },
  setting: { value: text(), description: text(), setting_type: choice(['text', 'number', 'boolean']) },
  audit_entry: {
    user_id: reference('user'),
    action: text({ max: 255 }),
    target_type: text({ max: 255 }),
    target_id: text({ max: 255 }),
    summary: text(),
  },
  workflow_status: {
    entity_type_scope: text({ max: 63 }),
    status_code: text({ max: 63 }),
    label: text({ max: 255 }),
    order: integerOr(0),
    is_initial: flag(),
    is_terminal: flag(),
  },
  workflow_transition: {
    entity_type_scope: text({ max: 63 }),
    from_status_code: text({ max: 63 }),
    to_status_code: text({ max: 63 }),
    transition_label: text({ max: 255 }),
    required_permission: text({ max: 255 }),
    required_capability: text({ max: 63 }),
    requires_outcome: flag(),
    condition: text({ max: 1000 }),
  },
  warning: {
    severity: choice(['info', 'low', 'medium', 'high', 'critical']),
    category: choice(['system', 'governance', 'security', 'data_integrity']),
    message: text(),
    source_action: text({ max: 255 }),
    details: text({ max: 100_000 }),
    status: choice(['active', 'resolved']),
    scope: text({ standard: 'system', max: 63 }),
  },
  warning_receipt: { status: choice(['unread', 'read', 'deleted', 'forwarded', 'resolved']), status_at: moment() },
  warning_event: { action: text({ max: 255 }), actor_user_id: reference('user'), note: text() },
} as const;
