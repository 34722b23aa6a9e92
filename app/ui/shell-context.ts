import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MenuModule } from './menu.ts';

/** `contrast` follows the system's light or dark mode; `auto` follows it with normal contrast. */
export type ThemeChoice = 'auto' | 'light' | 'dark' | 'contrast';

/** Kind of a message: decides color, icon and screen reader announcement. */
export type Tone = 'success' | 'info' | 'warning' | 'error';

export interface FlashMessage {
  readonly tone: Tone;
  readonly text: string;
  readonly undo?: Undo;
}

/** Reverts a change: these fields, submitted to an address of the app by POST. */
export interface Undo {
  readonly to: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The signed-in user, as the shell shows it. */
export interface ShellActor {
  readonly id: string;
  /** "Tomasz Wrona" */
  readonly name: string;
  /** "Secretary, Administrator" */
  readonly roles: string;
  /** Address of the picture; initials if omitted. */
  readonly avatar?: string | null;
}

/** The rights of the user in a committee. */
export interface ShellStanding {
  readonly isMember: boolean;
  readonly capabilities: ReadonlySet<string>;
}

/** One line of the notifications panel. */
export interface Notice {
  /** Of a warning; notifications have none. */
  readonly severity?: Severity;
  readonly text: string;
  readonly to: string;
  /** Address that marks it as read when the link is followed. */
  readonly reads?: string;
}

/** A security event of the reader's account. */
export interface AccountNotice {
  readonly id: string;
  readonly at: Date;
  /** "Access token deploy created" */
  readonly text: string;
  /** "Firefox on Linux, 192.0.2.7" */
  readonly where?: string;
  /** Whether only the reader can have caused it. */
  readonly isQuiet: boolean;
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/**
 * Addresses of the shell's own links and forms. The renderer sets them; components never contain an
 * address.
 */
export interface ShellAddresses {
  readonly home: string;
  readonly profile: string;
  readonly preferences: string;
  readonly warnings: string;
  readonly notifications: string;
  /** GET: the sign-in page; its form is shown in a dialog when a session has ended. */
  readonly signIn: string;
  /** POST */
  readonly signOut: string;
  /** POST with `theme` and `back`. */
  readonly theme: string;
  /** POST with `sidebar` (`rail` or `full`) and `back`. */
  readonly sidebar: string;
  /** Security events of the account. */
  readonly securityActivity: string;
  /** POST with `from`, `until` and `back`. */
  readonly dismissNotices: string;
  /** GET with `q`: JSON for the palette (see palette.ts); a page without JavaScript. */
  readonly search: string;
  /**
   * GET: 204 while the session is active, 401 afterwards. POST extends it. Both return the
   * remaining time, as `Shell.sessionLeft`.
   */
  readonly session: string;
  /** WebSocket that sends the page changes. */
  readonly live: string;
}

/** The frame of a page, independent of its content. Created once per request by the renderer. */
export interface Shell {
  /** Setting `app.name`. */
  readonly appName: string;
  /** Shown as a badge, except on production. */
  readonly environment: string;
  /** `undefined` without a signed-in user; there is no menu and no search then. */
  readonly actor: ShellActor | undefined;
  /** Pages that this user may open; see `activeEntry` for the active one. */
  readonly menu: readonly MenuModule[];
  /** Path of the request, without the query. */
  readonly path: string;
  /** Address of the request with its query, to which forms of the shell return. */
  readonly address: string;
  readonly flash: readonly FlashMessage[];
  readonly theme: ThemeChoice;
  /** The sidebar shows icons only. */
  readonly rail: boolean;
  /**
   * Token of hidden fields and of script requests. Reading it without a signed-in user sets a
   * cookie, so only forms do.
   */
  readonly csrf: string;
  /** Identifies the forms of this page, so that one submitted twice takes effect once. */
  readonly submission: string;
  /**
   * Seconds until the session ends without activity, and until it ends in any case; a script warns
   * before.
   */
  readonly sessionLeft?: readonly [idle: number, atMost: number];
  /** A snapshot; the page receives later changes. Omitted: it does not listen. */
  readonly liveSince?: string;
  readonly unread: number;
  readonly notices: readonly Notice[];
  readonly unreadWarnings: number;
  /** Security events of the reader's account, newest first. */
  readonly securityNotices: readonly AccountNotice[];
  /** Text of a classification banner above and below each page. */
  readonly classification?: string;
  readonly addresses: ShellAddresses;
  /** Whether this app serves an address; planned pages are not linked. */
  readonly isPage: (address: string) => boolean;
  /**
   * Whether this user may open the page at an address; other pages are not linked.
   * @param standing in the committee that the page is about
   */
  readonly opens: (address: string, standing?: ShellStanding) => boolean;
  readonly assets: PageAssets;
  readonly now: Date;
  /** IANA, for Intl. */
  readonly timeZone: string;
}

/** Addresses of the files that a page needs, with content hashes in their names. */
export interface PageAssets {
  readonly styles: string;
  readonly script: string;
  readonly icon: string;
  /** An additional style sheet of one page. */
  readonly extraStyles?: string;
  /**
   * Modules that only some pages need: loaded by those that name them (`<Page module="graph">`).
   */
  readonly modules?: Readonly<Record<PageModule, PageModuleFiles>>;
}

/** Addresses of a module's files. */
export interface PageModuleFiles {
  readonly script: string;
  readonly styles: string;
  /** Its web worker. */
  readonly worker?: string;
}

/** A script and style sheet for special pages. */
export type PageModule = 'graph' | 'data-manager' | 'calendar' | 'meeting' | 'drawing';

export const standardAddresses: ShellAddresses = {
  home: '/',
  profile: '/account',
  preferences: '/account?tab=preferences',
  warnings: '/warnings',
  notifications: '/notifications',
  signIn: '/login',
  signOut: '/logout',
  theme: '/account/theme',
  sidebar: '/account/sidebar',
  securityActivity: '/account?tab=security#activity',
  dismissNotices: '/account/notices/dismiss',
  search: '/search',
  session: '/session',
  live: '/ws/notifications',
};

/** A shell without a user, for errors before sign-in, tests and the component page. */
export function shellFor(given: Pick<Shell, 'assets' | 'now'> & Partial<Shell>): Shell {
  return {
    appName: 'Ahlt',
    environment: 'prod',
    actor: undefined,
    menu: [],
    path: '/',
    address: given.path ?? '/',
    flash: [],
    theme: 'auto',
    rail: false,
    csrf: '',
    submission: '',
    unread: 0,
    notices: [],
    unreadWarnings: 0,
    securityNotices: [],
    addresses: standardAddresses,
    isPage: () => true,
    opens: () => true,
    timeZone: 'UTC',
    ...given,
  };
}

export const ShellContext = createContext<Shell | undefined>(undefined);

/**
 * The shell of the page being rendered. Throws if there is none, which is an error of the renderer.
 */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === undefined) throw new Error('A page was rendered without ShellContext.');
  return shell;
}
