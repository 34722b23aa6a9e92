import type { Texts } from '../ui/texts.ts';
import { counted, listed, number } from '../ui/words.ts';

/** Words of the account page. */
export const texts = {
  /** Found by the search. */
  offers: {
    password: { label: 'Change password', words: 'my security sessions sign out devices' },
    theme: { label: 'Change theme', words: 'dark light contrast appearance preferences' },
    picture: { label: 'Change picture', words: 'my avatar photo upload' },
    name: { label: 'Change display name', words: 'my profile rename' },
  },
  title: 'Your account',
  tabs: { profile: 'Profile', security: 'Security', preferences: 'Preferences', tokens: 'Tokens' },
  saved: {
    displayName: (name: string) => `Display name changed to ${name}`,
    avatar: 'Picture saved',
    avatarDeleted: 'Picture deleted',
    password: (ended: EndedAccess) => ['Password changed', ...endedInWords(ended, 'other session')].join('; '),
    sessionEnded: 'Session ended',
    signedOut: (ended: EndedAccess) => {
      const parts = endedInWords(ended, 'session');
      return parts.length === 0 ? 'There was no other session and no access token' : upperFirst(parts.join('; '));
    },
    theme: (theme: string) => `Theme changed to ${theme.toLowerCase()}`,
    timeZone: (zone: string) => `Time zone changed to ${zone}`,
    timeZoneOfBrowser: 'Times follow the browser',
  },
  profile: {
    picture: 'Picture',
    pictureField: 'New picture',
    pictureHelp: 'JPEG or PNG, up to 200 KB. Place, camera and other notes in the file are removed.',
    savePicture: 'Save picture',
    deletePicture: 'Delete picture…',
    deleteQuestion: 'Delete your picture?',
    deleteConsequence: 'Your initials stand in for it everywhere.',
    deleteConfirm: 'Delete picture',
    keep: 'Keep picture',
    noFile: 'Choose a picture first.',
    notPicture: 'This is not a picture of a kind that is accepted. Choose a JPEG or PNG file, at most 4,096 pixels wide and high.',
    tooLarge: 'The picture is larger than 200 KB. Choose a smaller one.',
    name: 'Name',
    displayName: 'Display name',
    displayNameHelp: 'As it appears in minutes, lists and the audit log',
    save: 'Save name',
    userName: 'User name',
    email: 'E-mail',
    roles: 'Roles',
    noRoles: 'none',
  },
  security: {
    password: 'Password',
    current: 'Current password',
    fresh: 'New password',
    again: 'New password again',
    change: 'Change password',
    wrongCurrent: 'This is not your current password.',
    mismatch: 'The two new passwords are not the same.',
    former: (count: number) => `This is one of your last ${counted(count, 'password')}. Choose another one.`,
    tooSoon: (hours: number) =>
      `You changed your password less than ${counted(hours, 'hour')} ago. Wait, or ask an administrator to reset it.`,
    tooMany: 'Too many wrong passwords. Try again later.',
    lastChanged: 'Last changed',
    sessions: 'Where you are signed in',
    here: 'This session',
    end: 'End',
    endOf: (what: string) => `End the session of ${what}`,
    endOthers: 'Sign out everywhere else',
    endOthersHelp: 'Signing out everywhere else ends all other sessions and revokes all access tokens.',
    changeHelp: (tokens: readonly string[]) =>
      tokens.length === 0
        ? 'Changing the password ends all other sessions.'
        : `Changing the password ends all other sessions and revokes ${counted(tokens.length, 'access token')}: ${listed(tokens)}.`,
    activity: 'Recent security activity',
    activityHelp: (days: number) => `The last 20 changes to how you get in and what you may do, kept for ${counted(days, 'day')}.`,
    noActivity: 'Nothing has changed.',
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
    themeHelp: 'System follows your device, also when it turns dark at night.',
    save: 'Save theme',
    times: 'Times',
    timeZone: 'Time zone',
    timeZoneHelp: 'Pages show times in this zone, and days of filters begin and end at its midnight.',
    timeZoneOfBrowser: (zone: string) => `As in the browser (now ${zone})`,
    timeZoneOfBrowserAny: 'As in the browser',
    saveTimeZone: 'Save time zone',
  },
  endedByOwner: 'ended by their owner',
  problem: {
    missing: (caption: string) => `${caption} is missing.`,
    tooLong: (caption: string, most: number) => `${caption} may have at most ${number(most)} characters.`,
    enterName: 'Enter a display name.',
    action: 'There is no such action.',
    theme: 'There is no such theme.',
    timeZone: 'There is no such time zone.',
    sidebar: 'There is no such sidebar.',
    signInFirst: 'Sign in first.',
    picture: 'There is no such picture.',
  },
  due: {
    title: 'Choose a password',
    initial: 'Somebody else chose your password. Before you go on, choose one that only you know.',
    expired: 'Your password has reached its age limit. Before you go on, choose a new one.',
    submit: 'Save and go on',
    leave: 'Sign out',
  },
} as const satisfies Texts;

interface EndedAccess {
  readonly sessions: number;
  readonly tokens: readonly { readonly name: string }[];
}

/** What ended, as parts of a sentence; tokens by name, since their programs have to get new ones. */
const endedInWords = ({ sessions, tokens }: EndedAccess, session: string): readonly string[] => [
  ...(sessions === 0 ? [] : [`${counted(sessions, session)} ended`]),
  ...(tokens.length === 0 ? [] : [`${counted(tokens.length, 'access token')} revoked: ${listed(tokens.map(({ name }) => name))}`]),
];

const upperFirst = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
