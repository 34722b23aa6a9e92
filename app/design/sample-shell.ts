import type { MenuModule } from '../ui/menu.ts';
import {
  type PageAssets,
  type Shell,
  shellFor,
  standardAddresses,
  type ThemeChoice,
} from '../ui/shell-context.ts';

/** The current time of all samples, so that their screenshots are comparable. */
export const sampleNow = new Date('2026-11-24T09:41:12Z');

const menu: readonly MenuModule[] = [
  { entries: [{ label: 'Components', to: '/design', icon: 'home' }] },
  {
    label: 'Pages',
    entries: [
      { label: 'Calendar', to: '/design/calendar', icon: 'calendar' },
      { label: 'Question', to: '/design/question', icon: 'document' },
      { label: 'Page not found', to: '/design/nowhere', icon: 'search', count: 6 },
      { label: 'Server error', to: '/design/broken', icon: 'warn', count: 2 },
    ],
  },
];

interface SampleRequest {
  readonly path: string;
  readonly address: string;
  readonly theme: ThemeChoice;
  readonly rail: boolean;
  readonly assets: PageAssets;
}

/** The shell of the sample pages: complete, but without a database. */
export const sampleShell = (request: SampleRequest): Shell =>
  shellFor({
    ...request,
    environment: 'staging',
    actor: { id: '11', name: 'Tomasz Wrona', roles: 'Secretary, Administrator' },
    menu,
    csrf: 'sample',
    unread: 2,
    notices: [
      {
        severity: 'high',
        text: 'Change Advisory Board has no Technical Lead',
        to: '/design/question',
      },
      { severity: 'medium', text: '2 users have no role', to: '/design/broken' },
    ],
    addresses: {
      ...standardAddresses,
      home: '/design',
      theme: '/design/theme',
      sidebar: '/design/sidebar',
      dismissNotices: '/design/done',
      search: '/design/search',
      session: '/design/session',
      signIn: '/design/sign-in',
      signOut: '/design/sign-out',
    },
    now: sampleNow,
    timeZone: 'Europe/Oslo',
  });
