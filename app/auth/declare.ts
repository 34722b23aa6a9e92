import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  settings: {
    'auth.sign_in_notice': {
      label: 'Sign-in notice',
      type: 'text',
      value: '',
      description: 'Text above the sign-in form. Users accept it by signing in.',
    },
    'auth.password_policy': {
      label: 'Password policy',
      type: 'text',
      value: 'asvs',
      description: 'Rules that a new password must meet.',
    },
    'auth.password_min_length': {
      label: 'Minimum password length',
      type: 'number',
      value: '0',
      description: 'Minimum number of characters. 0 means 15, or 8 in development.',
    },
    'auth.password_max_age_days': {
      label: 'Maximum password age (days)',
      type: 'number',
      value: '60',
      description: 'Days before a password must be changed, at most 60. STIG policy only.',
    },
    'auth.password_min_age_hours': {
      label: 'Minimum password age (hours)',
      type: 'number',
      value: '24',
      description:
        'Hours before a user may change their password again, at least 24. STIG policy only.',
    },
    'auth.password_history': {
      label: 'Password history',
      type: 'number',
      value: '5',
      description: 'Number of previous passwords that may not be reused. STIG policy only.',
    },
    'auth.sign_in_failures': {
      label: 'Failed sign-in attempts',
      type: 'number',
      value: '3',
      description: 'Failed attempts within 15 minutes that lock an account.',
    },
    'auth.lock_minutes': {
      label: 'Lock time (minutes)',
      type: 'number',
      value: '15',
      description:
        'Minutes that an account stays locked. 0 means until an administrator unlocks it.',
    },
    'auth.sessions_per_user': {
      label: 'Sessions per user',
      type: 'number',
      value: '3',
      description: 'Maximum number of active sessions per user. A new sign-in ends the oldest one.',
    },
  },
  families: { access: 'Denied access', auth: 'Sign-in' },
  actions: {
    'access.denied': 'was denied access',
    'auth.login': 'signed in',
    'auth.login_failed': 'failed to sign in',
    'auth.logout': 'signed out',
    'auth.password_changed': 'changed their password',
    'auth.password_reset': 'reset the password of {}',
    'auth.account_locked': 'was locked out after failed sign-in attempts',
    'auth.account_unlocked': 'unlocked the account of {}',
    'auth.session_ended': 'ended a session of {}',
    'auth.sessions_revoked': 'ended all sessions of {}',
    'auth.reauthenticated': 're-entered their password',
    'auth.reauthentication_failed': 're-entered a wrong password',
  },
  jobs: {
    'auth.prune': 'Remove expired sessions',
  },
} as const satisfies Declaration;
