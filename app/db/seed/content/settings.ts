import { entity, type SeedEntity } from '../model.ts';

type Declaration = readonly [code: string, label: string, type: 'text' | 'number' | 'boolean', value: string, description: string];

const declarations: readonly Declaration[] = [
  ['app.name', 'Application Name', 'text', 'Ahlt', 'Name in the navigation bar, in page titles and on the sign-in page.'],
  ['app.description', 'Application Description', 'text', 'Administration Platform', 'One line that says what this installation is for.'],
  ['app.support', 'Support', 'text', '', 'Whom to ask when signing in fails; stands below the sign-in form.'],
  ['app.time_zone', 'Time Zone', 'text', 'UTC', 'Where times are read by people whose browser says nothing and who chose none.'],
  ['app.classification', 'Classification Banner', 'text', '', 'Text above and below every page and on exports; empty for no banner.'],
  ['auth.sign_in_notice', 'Sign-in Notice', 'text', '', 'Text above the sign-in form that people agree to by signing in.'],
  ['auth.password_policy', 'Password Policy', 'text', 'asvs', 'Which rules a new password has to meet.'],
  [
    'auth.password_min_length',
    'Minimum Password Length',
    'number',
    '0',
    'Fewest characters of a new password; 0 stands for 15, in development for 8.',
  ],
  [
    'auth.password_max_age_days',
    'Maximum Password Age (Days)',
    'number',
    '60',
    'Age after which a password has to be replaced, at most 60; counts for the policy STIG.',
  ],
  [
    'auth.password_min_age_hours',
    'Minimum Password Age (Hours)',
    'number',
    '24',
    'Time after which people may replace their password again, at least 24; counts for the policy STIG.',
  ],
  ['auth.password_history', 'Password History', 'number', '5', 'Former passwords that may not be used again; counts for the policy STIG.'],
  ['auth.sign_in_failures', 'Failed Attempts', 'number', '3', 'Failed attempts within 15 minutes after which an account is locked.'],
  [
    'auth.lock_minutes',
    'Lock Time (Minutes)',
    'number',
    '15',
    'Time for which an account stays locked; 0 until an administrator unlocks it.',
  ],
  ['auth.sessions_per_user', 'Sessions per User', 'number', '3', 'Sessions that a person may have at a time; the oldest ends.'],
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
