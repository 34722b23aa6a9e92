import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  settings: {
    'auth.sign_in_notice': {
      label: 'Sign-in Notice',
      type: 'text',
      value: '',
      description: 'Text above the sign-in form that people agree to by signing in.',
    },
    'auth.password_policy': {
      label: 'Password Policy',
      type: 'text',
      value: 'asvs',
      description: 'Which rules a new password has to meet.',
    },
    'auth.password_min_length': {
      label: 'Minimum Password Length',
      type: 'number',
      value: '0',
      description: 'Fewest characters of a new password; 0 stands for 15, in development for 8.',
    },
    'auth.password_max_age_days': {
      label: 'Maximum Password Age (Days)',
      type: 'number',
      value: '60',
      description:
        'Age after which a password has to be replaced, at most 60; counts for the policy STIG.',
    },
    'auth.password_min_age_hours': {
      label: 'Minimum Password Age (Hours)',
      type: 'number',
      value: '24',
      description:
        'Time after which people may replace their password again, at least 24; counts for the policy STIG.',
    },
    'auth.password_history': {
      label: 'Password History',
      type: 'number',
      value: '5',
      description: 'Former passwords that may not be used again; counts for the policy STIG.',
    },
    'auth.sign_in_failures': {
      label: 'Failed Attempts',
      type: 'number',
      value: '3',
      description: 'Failed attempts within 15 minutes after which an account is locked.',
    },
    'auth.lock_minutes': {
      label: 'Lock Time (Minutes)',
      type: 'number',
      value: '15',
      description: 'Time for which an account stays locked; 0 until an administrator unlocks it.',
    },
    'auth.sessions_per_user': {
      label: 'Sessions per User',
      type: 'number',
      value: '3',
      description: 'Sessions that a person may have at a time; the oldest ends.',
    },
  },
  families: { access: 'Denied access', auth: 'Sign-in' },
  actions: {
    'access.denied': 'was not allowed to do this',
    'auth.login': 'signed in',
    'auth.login_failed': 'failed to sign in',
    'auth.logout': 'signed out',
    'auth.password_changed': 'changed their password',
    'auth.password_reset': 'reset the password of {}',
    'auth.account_locked': 'was locked out after failed attempts',
    'auth.account_unlocked': 'unlocked the account of {}',
    'auth.session_ended': 'ended a session of {}',
    'auth.sessions_revoked': 'ended all sessions of {}',
    'auth.reauthenticated': 'entered their password again',
    'auth.reauthentication_failed': 'entered a wrong password again',
  },
} as const satisfies Declaration;
