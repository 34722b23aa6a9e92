import { entity, type SeedEntity } from '../model.ts';

type Declaration = readonly [code: string, label: string, type: 'text' | 'number' | 'boolean', value: string, description: string];

const declarations: readonly Declaration[] = [
  ['app.name', 'Application Name', 'text', 'Ahlt', 'Name in the navigation bar, in page titles and on the sign-in page.'],
  ['app.description', 'Application Description', 'text', 'Administration Platform', 'One line that says what this installation is for.'],
  ['audit.enabled', 'Enable Audit Logging', 'boolean', 'true', 'Whether changes are written to the audit log.'],
  ['audit.log_path', 'Audit Log Directory', 'text', 'data/audit/', 'Directory that receives one audit file a day.'],
  ['audit.retention_days', 'Audit Retention (Days)', 'number', '90', 'Age in days after which audit entries are removed; 0 keeps them.'],
  [
    'warnings.retention_resolved_days',
    'Warning Retention (Resolved)',
    'number',
    '30',
    'Age in days after which resolved warnings are removed from inboxes.',
  ],
  [
    'warnings.retention_info_days',
    'Warning Auto-Resolve (Info)',
    'number',
    '90',
    'Age in days after which informational warnings count as resolved.',
  ],
  [
    'warnings.retention_deleted_days',
    'Warning Retention (Deleted)',
    'number',
    '7',
    'Age in days after which dismissed warnings are removed for good.',
  ],
];

export const settings: readonly SeedEntity[] = declarations.map(([code, label, type, value, description], place) =>
  entity('setting', code, label, { value, description, setting_type: type }, place + 1),
);
