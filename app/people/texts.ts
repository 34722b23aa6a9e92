import type { Texts } from '../ui/texts.ts';
import { counted, listed, number } from '../ui/words.ts';
import type { UserNameFault } from './user-name.ts';

/** Texts of users and their accounts. */
export const texts = {
  /** Entries of the global search. */
  offers: {
    newUser: { label: 'New user', words: 'add create person account invite' },
  },
  title: 'Users',
  noun: 'users',
  lead: (all: number, active: number) => `${counted(all, 'user')}, ${number(active)} active`,
  newUser: 'New user',
  search: 'Name, user name or email',
  noRole: 'No role',
  columns: {
    user: 'User',
    username: 'User name',
    displayName: 'Display name',
    email: 'Email',
    roles: 'Roles',
    role: 'Role',
    access: 'Access',
    status: 'Status',
    signedIn: 'Signed in',
    created: 'Created',
    updated: 'Updated',
  },
  statuses: [
    { value: 'active', label: 'Active' },
    { value: 'inactive', label: 'Deactivated' },
  ],
  access: [
    { value: 'administrator', label: 'Administrator' },
    { value: 'ordinary', label: 'Ordinary' },
    { value: 'none', label: 'No role' },
  ],
  signedIn: [
    { value: 'yes', label: 'At least once' },
    { value: 'never', label: 'Never' },
  ],
  views: {
    all: 'All users',
    active: 'Active',
    inactive: 'Deactivated',
    administrators: 'Administrators',
    withoutRole: 'Without a role',
    neverSignedIn: 'Never signed in',
  },
  empty: {
    title: 'No users yet',
    advice: 'Create the first user, or import users and their roles from a file.',
  },
  menu: {
    edit: 'Edit',
    roles: 'Change roles',
    reset: 'Reset password…',
    signOut: 'Sign out everywhere',
    deactivate: 'Deactivate',
    deactivateAsks: 'Deactivate…',
    activate: 'Activate',
    delete: 'Delete…',
    outOfReach: 'Has more permissions than you',
    own: 'Your own account',
  },
  bulk: {
    activate: 'Activate',
    deactivate: 'Deactivate',
    delete: 'Delete…',
    activated: (count: number) => `${counted(count, 'user')} activated.`,
    deactivated: (count: number) => `${counted(count, 'user')} deactivated.`,
    deleted: (count: number) => `Deleted ${counted(count, 'user')}.`,
    giveRole: 'Assign role…',
    roleGiven: (count: number) => `Role assigned to ${counted(count, 'user')}.`,
    roleTitle: (count: number) => `Assign a role to ${counted(count, 'user')}`,
    roleField: 'Role',
    roleConfirm: 'Assign role',
    names: (names: readonly string[], rest: number) =>
      `${listed(rest > 0 ? [...names, `${number(rest)} more`] : names)}.`,
    title: (count: number) => `Delete ${counted(count, 'user')}?`,
    body: (names: readonly string[], rest: number) =>
      `${listed(rest > 0 ? [...names, `${number(rest)} more`] : names)}. They can no longer sign in, and lose their roles and positions. Minutes, former positions and the audit log keep their names. This cannot be undone.`,
    confirm: (count: number) => `Delete ${counted(count, 'user')}`,
    keep: 'Keep users',
  },
  columnsSetting: 'Columns of the user list',
  deletedMeanwhile: 'The user was already deleted.',
  form: {
    problem: {
      username: {
        missing: 'User name is required.',
        tooShort: 'User name must be at least 2 characters.',
        tooLong: 'User name must be at most 50 characters.',
        characters: 'User name may only contain letters, digits and underscores.',
        invisible: 'User name contains an invisible character. Type it instead of pasting it.',
        mixed: 'User name mixes left-to-right and right-to-left letters.',
      } satisfies Record<UserNameFault, string>,
      email: {
        missing: 'Email is required.',
        tooLong: (most: number) => `Email must be at most ${most} characters.`,
        invalid: 'Email must be a valid address such as name@example.com.',
      },
      displayName: {
        tooLong: (most: number) => `Display name must be at most ${most} characters.`,
      },
    },
    create: 'New user',
    lead: 'All fields are required unless marked optional.',
    displayName: 'Display name',
    displayNameHelp: 'Shown in minutes, up to 100 characters. Default: the user name.',
    username: 'User name',
    usernameHelp: 'Letters, digits and underscores. Used to sign in.',
    email: 'Email',
    passwordKind: 'Initial password',
    passwordKindHelp: 'The user must change it at the first sign-in.',
    generated: 'Generate password',
    generatedHelp: 'Shown once, after the user is created',
    generatedResetHelp: 'Shown once, on the next page',
    typed: 'Enter password',
    typedHelp: 'Send it over a secure channel',
    password: 'Password',
    passwordMissing: 'Password is required: enter or generate one.',
    roles: 'Roles',
    rolesHelp: 'Without a role, the user can sign in but sees an empty menu.',
    rolesNotYours: "Includes permissions that you don't have",
    rolesByOthers: (roles: readonly string[]) =>
      roles.length === 0 ? 'No role.' : `${listed(roles)}.`,
    rolesNeed: 'You need the permission “Assign roles” to change roles.',
    defaultRole: (role: string) => `Default role: ${role}.`,
    active: 'Active',
    activeHelp: 'Only active users can sign in',
    cancel: 'Cancel',
    choose: 'Choose…',
    submit: 'Create user',
    save: 'Save user',
    saveOver: 'Overwrite',
    unknownRole: 'One of the roles no longer exists.',
    noVersion: 'Reload the page.',
    taken: (name: string, by: string) => `The user name “${name}” is taken by ${by}.`,
    takenByChance: (name: string) => `The user name “${name}” is already taken.`,
    thing: (name: string) => `The user ${name}`,
  },
  detail: {
    since: 'Created',
    lastSignIn: 'Last sign-in',
    never: 'Never',
    password: 'Password',
    passwords: {
      missing: 'None yet',
      initial: 'Must be changed at next sign-in',
      own: 'Set by the user',
    },
    sessions: 'Open sessions',
    account: 'Account',
    locked: (until: string) => `Locked after failed sign-in attempts, ${until}.`,
    lockedUntil: (moment: string) => `until ${moment}`,
    lockedForGood: 'until an administrator unlocks it',
    unlock: 'Unlock',
    more: 'More actions',
    seeAs: 'Effective menu',
  },
  created: (name: string) => `${name} was created.`,
  saved: (name: string) => `${name} was saved.`,
  unchanged: (name: string) => `No changes were made to ${name}.`,
  deleted: (name: string) => `${name} was deleted.`,
  activated: (name: string) => `${name} can sign in again.`,
  deactivated: (name: string) => `${name} was deactivated and signed out.`,
  unlocked: (name: string) => `The account of ${name} was unlocked.`,
  signedOut: (
    name: string,
    { sessions, tokens }: { sessions: number; tokens: readonly { readonly name: string }[] },
  ) => {
    if (sessions === 0 && tokens.length === 0)
      return `${name} had no open sessions or access tokens.`;
    const revoked =
      tokens.length === 0
        ? ''
        : ` Revoked access tokens: ${listed(tokens.map((token) => token.name))}.`;
    return `${name} was signed out of ${counted(sessions, 'session')}.${revoked}`;
  },
  sentTwice: 'This was already done. The password was shown once; reset it if it was lost.',
  ownAccount: {
    delete: 'You cannot delete your own account.',
    deactivate: 'You cannot deactivate your own account.',
    reset: 'Change your own password on your account page.',
  },
  reset: {
    title: (name: string) => `Reset the password of ${name}?`,
    kind: 'New password',
    body: 'This ends all sessions, revokes all access tokens and unlocks the account. The user must choose a new password at the next sign-in.',
    confirm: 'Reset password',
  },
  password: {
    createdTitle: (name: string) => `${name} was created`,
    resetTitle: (name: string) => `The password of ${name} was reset`,
    lead: 'This password is shown only once. Send it over a secure channel.',
    username: 'User name',
    password: 'Password',
    next: 'It must be changed at the next sign-in.',
    another: 'Create another user',
    typed: (name: string) =>
      `The password of ${name} was reset. It must be changed at the next sign-in.`,
    createdTyped: (name: string) =>
      `${name} was created. The password must be changed at the first sign-in.`,
  },
  deletion: {
    title: (name: string) => `Delete user ${name}?`,
    roles: (roles: readonly string[]) =>
      roles.length === 0
        ? 'has no roles'
        : `loses ${roles.length === 1 ? 'the role' : 'the roles'} ${listed(roles)}`,
    positions: (positions: readonly string[]) => {
      if (positions.length === 0) return 'has no positions';
      return `vacates ${positions.length > 2 ? counted(positions.length, 'position') : listed(positions)}`;
    },
    sessions: (count: number) =>
      count === 0 ? '' : `, and is signed out of ${counted(count, 'session')}`,
    body: (name: string, facts: string) => `${name} ${facts}.`,
    keeps:
      'Minutes, former positions and the audit log keep the name. This cannot be undone. To keep the account, deactivate it instead.',
    confirm: 'Delete user',
    keep: 'Keep user',
  },
  deactivation: {
    title: (name: string) => `Deactivate user ${name}?`,
    body: (name: string) =>
      `${name} is signed out, can no longer sign in, and keeps roles and positions.`,
    confirm: 'Deactivate user',
    keep: 'Keep user active',
  },
} as const satisfies PeopleTexts;

type PeopleTexts = {
  readonly [key: string]:
    | Texts[string]
    | readonly { readonly value: string; readonly label: string }[];
};
