import type { Texts } from '../ui/texts.ts';
import { counted, listed, number } from '../ui/words.ts';

/** Texts of the account page. */
export const texts = {
  /** Entries of the global search. */
  offers: {
    password: { label: 'Change password', words: 'my security sessions sign out devices' },
    theme: { label: 'Change theme', words: 'dark light contrast appearance preferences' },
    picture: { label: 'Change picture', words: 'my avatar photo upload' },
    name: { label: 'Change display name', words: 'my profile rename' },
  },
  title: 'Your account',
  tabs: {
    profile: 'Profile',
    security: 'Security',
    preferences: 'Preferences',
    tokens: 'Tokens',
    notifications: 'Notifications',
    calendars: 'Calendars',
  },
  saved: {
    displayName: (name: string) => `Display name changed to ${name}.`,
    avatar: 'Picture saved.',
    avatarDeleted: 'Picture deleted.',
    password: (ended: EndedAccess) =>
      `${['Password changed', ...endedInWords(ended, 'other session')].join('; ')}.`,
    sessionEnded: 'Session ended.',
    signedOut: (ended: EndedAccess) => {
      const parts = endedInWords(ended, 'session');
      return parts.length === 0
        ? 'You have no other sessions or access tokens.'
        : `${upperFirst(parts.join('; '))}.`;
    },
    theme: (theme: string) => `Theme changed to ${theme.toLowerCase()}.`,
    timeZone: (zone: string) => `Time zone changed to ${zone}.`,
    timeZoneOfBrowser: 'Times now follow your browser.',
  },
  profile: {
    picture: 'Picture',
    pictureField: 'New picture',
    pictureHelp: 'JPEG or PNG, up to 200 KB. Location and other metadata are removed.',
    savePicture: 'Save picture',
    deletePicture: 'Delete picture…',
    deleteQuestion: 'Delete your picture?',
    deleteConsequence: 'Your initials are shown instead.',
    deleteConfirm: 'Delete picture',
    keep: 'Keep picture',
    noFile: 'Choose a picture first.',
    notPicture:
      'This picture is not supported. Choose a JPEG or PNG file of at most 4,096 × 4,096 pixels.',
    tooLarge: 'The picture is larger than 200 KB. Choose a smaller one.',
    name: 'Name',
    displayName: 'Display name',
    displayNameHelp: 'Shown in minutes, lists and the audit log.',
    save: 'Save name',
    userName: 'User name',
    email: 'Email',
    roles: 'Roles',
    noRoles: 'none',
  },
  security: {
    password: 'Password',
    current: 'Current password',
    fresh: 'New password',
    again: 'Confirm new password',
    change: 'Change password',
    wrongCurrent: 'Current password is incorrect.',
    mismatch: 'The new passwords do not match.',
    former: (count: number) =>
      `This is one of your last ${counted(count, 'password')}. Choose another one.`,
    tooSoon: (hours: number) =>
      `You changed your password less than ${counted(hours, 'hour')} ago. Wait, or ask an administrator to reset it.`,
    tooMany: 'Too many wrong passwords. Try again later.',
    lastChanged: 'Last changed',
    sessions: 'Active sessions',
    here: 'This session',
    end: 'End',
    endOf: (what: string) => `End the session of ${what}`,
    endOthers: 'Sign out everywhere else',
    endOthersHelp:
      'Signing out everywhere else ends all other sessions and revokes all access tokens.',
    changeHelp: (tokens: readonly string[]) =>
      tokens.length === 0
        ? 'Changing the password ends all other sessions.'
        : `Changing the password ends all other sessions and revokes ${counted(tokens.length, 'access token')}: ${listed(tokens)}.`,
    activity: 'Recent security activity',
    activityHelp: (days: number) =>
      `Your last 20 changes to sign-in and permissions, kept for ${counted(days, 'day')}.`,
    noActivity: 'No security activity yet.',
    begun: 'signed in',
    used: 'last used',
    unknownBrowser: 'Unknown browser',
    signIns: 'Sign-in',
    lastSignIn: 'Last sign-in',
    lastFailure: 'Last failed attempt',
  },
  preferences: {
    title: 'Appearance',
    theme: 'Theme',
    themeHelp: 'System follows the setting of your device.',
    save: 'Save theme',
    times: 'Times',
    timeZone: 'Time zone',
    timeZoneHelp: 'Used for times on pages and for days in filters.',
    timeZoneOfBrowser: (zone: string) => `Same as browser (${zone})`,
    timeZoneOfBrowserAny: 'Same as browser',
    saveTimeZone: 'Save time zone',
  },
  endedByOwner: 'ended by the user',
  problem: {
    missing: (caption: string) => `${caption} is required.`,
    tooLong: (caption: string, most: number) =>
      `${caption} must be at most ${number(most)} characters.`,
    enterName: 'Enter a display name.',
    action: 'Unknown action.',
    theme: 'Unknown theme.',
    timeZone: 'Unknown time zone.',
    sidebar: 'Unknown sidebar state.',
    signInFirst: 'Sign in first.',
    picture: 'Picture not found.',
  },
  due: {
    title: 'Choose a password',
    initial: 'Another person set your password. To continue, choose a new one.',
    expired: 'Your password has expired. To continue, choose a new one.',
    submit: 'Save password',
    leave: 'Sign out',
  },
} as const satisfies Texts;

interface EndedAccess {
  readonly sessions: number;
  readonly tokens: readonly { readonly name: string }[];
}

/** The ended items, as parts of a sentence; names tokens, because their programs need new ones. */
const endedInWords = ({ sessions, tokens }: EndedAccess, session: string): readonly string[] => [
  ...(sessions === 0 ? [] : [`${counted(sessions, session)} ended`]),
  ...(tokens.length === 0
    ? []
    : [
        `${counted(tokens.length, 'access token')} revoked: ${listed(tokens.map(({ name }) => name))}`,
      ]),
];

const upperFirst = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
