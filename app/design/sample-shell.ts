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
  { entries: [{ label: 'Dashboard', to: '/design/dashboard', icon: 'home' }] },
  {
    label: 'Governance',
    entries: [
      { label: 'Terms of Reference', to: '/design/tor', icon: 'charter' },
      { label: 'Governance map', to: '/design/map', icon: 'map' },
      { label: 'Item workflow', to: '/design/workflow', icon: 'workflow', count: 6 },
      { label: 'Meeting outlook', to: '/design/outlook', icon: 'calendar' },
      { label: 'Meetings', to: '/design/meetings', icon: 'meeting' },
      { label: 'Documents', to: '/design/documents', icon: 'document' },
      { label: 'Workflow builder', to: '/design/workflow-builder', icon: 'states' },
    ],
  },
  {
    label: 'Admin',
    entries: [
      { label: 'Users', to: '/design/users', icon: 'users' },
      { label: 'Roles', to: '/design/roles', icon: 'key' },
      { label: 'Permission matrix', to: '/design/matrix', icon: 'grid' },
      { label: 'Warnings', to: '/design/warnings', icon: 'warn', count: 2 },
      { label: 'Audit log', to: '/design/audit', icon: 'audit' },
      { label: 'Ontology', to: '/design/ontology', icon: 'shapes' },
      { label: 'Data manager', to: '/design/data', icon: 'database' },
      { label: 'Settings', to: '/design/settings', icon: 'sliders' },
    ],
  },
];

export interface SampleRequest {
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
        to: '/design/warnings/1',
      },
      { severity: 'medium', text: '2 users have no role', to: '/design/warnings/2' },
    ],
    addresses: {
      ...standardAddresses,
      home: '/design/dashboard',
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
