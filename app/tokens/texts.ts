import type { Texts } from '../ui/texts.ts';
import { counted, listed } from '../ui/words.ts';

/** Texts of access tokens. */
export const texts = {
  /** Entries of the global search. */
  offers: {
    newToken: { label: 'New access token', words: 'add create api key' },
  },
  account: 'Your account',
  title: 'Access tokens',
  lead: 'Programs use a token to sign in to the API as you. Each token has its own permissions and expiry.',
  docs: 'API documentation',
  create: 'New token',
  living: 'Active',
  ended: 'Ended',
  empty: 'No access tokens yet',
  emptyAdvice:
    'A token lets a script or another system use the API as you, with only the permissions it needs.',
  columns: {
    name: 'Token',
    access: 'Access',
    used: 'Last used',
    ends: 'Expires',
    actions: 'Actions',
  },
  access: (mayWrite: boolean, permissions: number) =>
    `${mayWrite ? 'read and write' : 'read only'}, ${counted(permissions, 'permission')}`,
  neverUsed: 'never',
  revoke: 'Revoke…',
  revokeOf: (name: string) => `the token ${name}`,
  revokeQuestion: (name: string) => `Revoke token ${name}?`,
  revokeConsequence: 'Programs that use it lose access at once. This cannot be undone.',
  revokeConfirm: 'Revoke token',
  keep: 'Keep token',
  expired: 'expired',
  revokedBecause: {
    owner: 'revoked',
    deactivated: 'revoked with the account',
    password_changed: 'revoked by a password change',
    password_reset: 'revoked by a password reset',
    signed_out: 'revoked when signed out everywhere',
  },
  saved: {
    revoked: (name: string) => `Token ${name} revoked.`,
    sentTwice: 'This form was sent twice. The token was shown only the first time.',
  },
  form: {
    title: 'New access token',
    name: 'Name',
    nameHelp: 'Purpose, such as the program that uses it',
    days: 'Expires after',
    daysOf: (days: number) => counted(days, 'day'),
    write: 'Write access',
    writeHelp: 'Otherwise the token is read-only.',
    scopes: 'Permissions',
    scopesHelp: 'A token never has more permissions than you have at the time of a request.',
    allOf: (group: string) => `All of ${group}`,
    submit: 'Create token',
    noPermissions: 'You have no permissions to give to a token.',
    cancel: 'Cancel',
  },
  shown: {
    title: 'Your new token',
    lead: 'Copy the token now. It is shown only once.',
    name: 'Name',
    token: 'Token',
    ends: 'Expires',
    example: 'Example request',
  },
  refused: {
    own: 'Sign in to create or revoke your access tokens.',
    nameMissing: 'Enter a name.',
    nameLong: 'The name must be at most 100 characters.',
    days: 'Choose when the token expires.',
    scopes: 'Choose at least one permission.',
    unknown: 'Unknown permission.',
    lacking: (codes: readonly string[]) =>
      `A token can't have permissions that you don't have: ${listed([...codes])}.`,
    tooMany: (most: number) =>
      `You already have ${counted(most, 'token')}. Revoke one that is no longer needed.`,
    taken: 'You already have a token with this name.',
  },
  invalid: {
    unknown: 'The access token is not valid.',
    expired: 'The access token has expired.',
    revoked: 'The access token was revoked.',
    inactive: 'The account of the access token is not active.',
  },
} as const satisfies Texts;
