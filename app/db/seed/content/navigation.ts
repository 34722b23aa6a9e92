import { entity, relation, type SeedEntity, type SeedRelation } from '../model.ts';

type Declaration = readonly [name: string, label: string, url: string, permission?: string];

const modules: readonly Declaration[] = [
  ['dashboard', 'Dashboard', '/dashboard', 'dashboard.view'],
  ['admin', 'Admin', '/users'],
  ['governance', 'Governance', '/tor'],
];

/** Entries of a module in the order in which the menu shows them; no two share a place (spec seed#consistency). */
const children: Readonly<Record<string, readonly Declaration[]>> = {
  admin: [
    ['admin.users', 'Users', '/users', 'users.list'],
    ['admin.roles', 'Roles', '/roles', 'roles.assign'],
    ['admin.menu_builder', 'Permissions', '/menu-builder', 'roles.manage'],
    ['admin.role_builder', 'New role', '/roles/new', 'roles.manage'],
    ['admin.menu', 'Menu', '/menu', 'roles.manage'],
    ['admin.ontology', 'Ontology', '/ontology', 'settings.manage'],
    ['admin.settings', 'Settings', '/settings', 'settings.manage'],
    ['admin.audit', 'Audit Log', '/audit', 'audit.view'],
    ['admin.warnings', 'Warnings', '/warnings', 'warnings.view'],
    ['admin.data_manager', 'Data Manager', '/data-manager', 'settings.manage'],
  ],
  governance: [
    ['governance.tor', 'Terms of Reference', '/tor', 'tor.list'],
    ['governance.map', 'Governance Map', '/governance/map', 'tor.list'],
    ['governance.workflow', 'Item Workflow', '/workflow', 'suggestion.view'],
    ['governance.outlook', 'Meeting Outlook', '/tor/outlook', 'tor.list'],
    ['governance.workflow_builder', 'Workflow Builder', '/workflow/builder', 'workflow.manage'],
    ['governance.meetings', 'Meetings', '/meetings', 'meetings.view'],
    ['governance.documents', 'Documents', '/documents', 'document.list'],
  ],
};

export const navigation: readonly SeedEntity[] = [
  ...modules.map(([name, label, url], place) => entity('nav_item', name, label, { url }, place + 1)),
  ...Object.entries(children).flatMap(([parent, entries]) =>
    entries.map(([name, label, url], place) => entity('nav_item', name, label, { url, parent }, place + 1)),
  ),
];

export const navigationRelations: readonly SeedRelation[] = [...modules, ...Object.values(children).flat()].flatMap(
  ([name, , , permission]) => (permission ? [relation('requires_permission', `nav_item:${name}`, `permission:${permission}`)] : []),
);
