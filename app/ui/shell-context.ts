import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MenuGroup } from './menu.ts';

/**
 * `contrast` follows the system's light or dark; `auto` follows it too, without the stronger
 * contrast.
 */
export type ThemeChoice = 'auto' | 'light' | 'dark' | 'contrast';

/** Kind of a message: it decides colour, icon and how a screen reader announces it. */
export type Tone = 'success' | 'info' | 'warning' | 'error';

export interface FlashMessage {
  readonly tone: Tone;
  readonly text: string;
  readonly undo?: Undo;
}

/** What takes a change back: these fields, sent to an address of the app by POST. */
export interface Undo {
  readonly to: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Who is signed in, as the shell shows it. */
export interface ShellActor {
  readonly id: string;
  /** "Tomasz Wrona" */
  readonly name: string;
  /** "Secretary, Administrator" */
  readonly roles: string;
  /** Address of the picture; initials stand in for it. */
  readonly avatar?: string;
}

/** One line of the bell's panel. */
export interface Notice {
  readonly severity: Severity;
  readonly text: string;
  readonly to: string;
}

/** Something that happened to the account of who reads the page. */
export interface AccountNotice {
  readonly id: string;
  readonly at: Date;
  /** "Access token deploy created" */
  readonly text: string;
  /** "Firefox on Linux, 192.0.2.7" */
  readonly where?: string;
  /** Nobody else can have done it in the reader's name. */
  readonly isQuiet: boolean;
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/**
 * Where the shell's own links and forms go. The renderer knows; components never spell an address.
 */
export interface ShellAddresses {
  readonly home: string;
  readonly profile: string;
  readonly preferences: string;
  readonly warnings: string;
  /** GET: the sign-in page; its form is shown in a dialog when a session has ended. */
  readonly signIn: string;
  /** POST */
  readonly signOut: string;
  /** POST with `theme` and `back`. */
  readonly theme: string;
  /** POST with `sidebar` (`rail` or `full`) and `back`. */
  readonly sidebar: string;
  /** What happened to one's account. */
  readonly securityActivity: string;
  /** POST with `from`, `until` and `back`. */
  readonly dismissNotices: string;
  /** GET with `q`: JSON for the palette (see palette.ts); without script a page. */
  readonly search: string;
  /**
   * GET: 204 while the session lives, 401 afterwards. POST keeps it alive. Both say how much of it
   * is left, as `Shell.sessionLeft`.
   */
  readonly session: string;
}

/**
 * Everything that surrounds a page and that the page itself doesn't know. Made once per request by
 * the renderer.
 */
export interface Shell {
  /** Setting `app.name`. */
  readonly appName: string;
  /** Shown as a badge, except on production. */
  readonly environment: string;
  /** `undefined`: nobody is signed in, so there is no menu and no search. */
  readonly actor: ShellActor | undefined;
  /** What this person may open; see `activeEntry` for which entry is lit. */
  readonly menu: readonly MenuGroup[];
  /** Path of the request, without the query. */
  readonly path: string;
  /** Address of the request with its query: where forms of the shell come back to. */
  readonly address: string;
  readonly flash: readonly FlashMessage[];
  readonly theme: ThemeChoice;
  /** The sidebar shows icons only. */
  readonly rail: boolean;
  /**
   * Token of hidden fields and of requests by script. Asking for it while nobody is signed in sets
   * a cookie, so only forms do.
   */
  readonly csrf: string;
  /**
   * Tells the forms of this page from those of another, so that one that is sent twice changes
   * once.
   */
  readonly submission: string;
  /**
   * Seconds until the session ends when nothing is done, and until it ends in any case; a script
   * warns before.
   */
  readonly sessionLeft?: readonly [idle: number, atMost: number];
  readonly unread: number;
  readonly notices: readonly Notice[];
  /** What happened to the reader's account, the newest first. */
  readonly securityNotices: readonly AccountNotice[];
  /** Text of a classification banner above and below each page. */
  readonly classification?: string;
  readonly addresses: ShellAddresses;
  /** Whether this app answers an address: what is yet to come isn't linked to. */
  readonly isPage: (address: string) => boolean;
  readonly assets: PageAssets;
  readonly now: Date;
  /** BCP 47, for Intl. */
  readonly locale: string;
  /** IANA, for Intl. */
  readonly timeZone: string;
}

/** Addresses of the files that a page needs, with a hash of their content in their names. */
export interface PageAssets {
  readonly styles: string;
  readonly script: string;
  readonly icon: string;
  /**
   * For the header `Speculation-Rules`: which pages a browser may fetch while the pointer rests on
   * their link.
   */
  readonly speculation?: string;
  /** A further style sheet of one page. */
  readonly extraStyles?: string;
  /** What only some pages need: loaded by those that name it (`<Page module="graph">`). */
  readonly modules?: Readonly<Record<PageModule, PageModuleFiles>>;
}

/** Addresses of what a module is made of. */
export interface PageModuleFiles {
  readonly script: string;
  readonly styles: string;
  /** What works beside the page. */
  readonly worker?: string;
}

/** A script with its style sheet that ordinary pages go without. */
export type PageModule = 'graph' | 'data-manager';

export const standardAddresses: ShellAddresses = {
  home: '/',
  profile: '/account',
  preferences: '/account?tab=preferences',
  warnings: '/warnings',
  signIn: '/login',
  signOut: '/logout',
  theme: '/account/theme',
  sidebar: '/account/sidebar',
  securityActivity: '/account?tab=security#activity',
  dismissNotices: '/account/notices/dismiss',
  search: '/search',
  session: '/session',
};

/**
 * The shell of a page for nobody in particular, for errors before sign-in, tests and the component
 * page.
 */
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
    securityNotices: [],
    addresses: standardAddresses,
    isPage: () => true,
    locale: 'en-GB',
    timeZone: 'UTC',
    ...given,
  };
}

export const ShellContext = createContext<Shell | undefined>(undefined);

/**
 * The shell of the page that is being rendered. Fails when a page is rendered without one, which is
 * a mistake of the renderer.
 */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === undefined) throw new Error('A page was rendered without ShellContext.');
  return shell;
}
