import type { IconName } from '../ui/icons.ts';
import type { MenuEntry, MenuModule } from '../ui/menu.ts';

/** An active menu entry as stored, and whether the user may open it. */
export interface MenuRow {
  readonly name: string;
  readonly label: string;
  readonly url: string;
  /** `name` of its module; `null` for a module. */
  readonly parent: string | null;
  readonly permitted: boolean;
}

/**
 * The menu as a user sees it (spec menu#visibility): modules with the entries they may open, and
 * modules without entries if they may open the module. A module's heading links to its first entry,
 * so it never leads to a refusal (spec menu#module-links).
 * @param isPage whether an address is served; omitted: all are
 */
export function visibleMenu(
  rows: readonly MenuRow[],
  isPage: (address: string) => boolean = () => true,
): readonly MenuModule[] {
  const leads = (url: string) => isAddress(url) && isPage(url);
  const children = Map.groupBy(
    rows.filter(({ parent }) => parent !== null),
    ({ parent }) => parent,
  );
  const modules = rows.filter(({ parent }) => parent === null);
  return modules.flatMap((module): MenuModule[] => {
    const own = children.get(module.name);
    if (own === undefined)
      return module.permitted && leads(module.url) ? [{ entries: [entryOf(module)] }] : [];
    const entries = own.filter(({ permitted, url }) => permitted && leads(url)).map(entryOf);
    return entries.length === 0 ? [] : [{ label: module.label, entries }];
  });
}

const entryOf = ({ name, label, url }: MenuRow): MenuEntry => ({
  label,
  to: url,
  icon: iconOf(name),
});

/** Only pages of this app: addresses are data and may be wrong. */
const isAddress = (url: string): boolean => /^\/(?![/\\])/.test(url);

const icons: Readonly<Record<string, IconName>> = {
  dashboard: 'home',
  'admin.users': 'users',
  'admin.roles': 'key',
  'admin.role_builder': 'plus',
  'admin.menu': 'menu',
  'admin.ontology': 'shapes',
  'admin.settings': 'sliders',
  'admin.audit': 'audit',
  'admin.jobs': 'clock',
  'admin.webhooks': 'external',
  'admin.menu_builder': 'grid',
  'admin.warnings': 'warn',
  'admin.data_manager': 'database',
  'governance.tor': 'charter',
  'governance.map': 'map',
  'governance.questions': 'question',
  'governance.workflow': 'workflow',
  'governance.workflow_builder': 'states',
  'governance.outlook': 'calendar',
  'governance.meetings': 'meeting',
  'governance.decisions': 'check',
  'governance.action_items': 'clock',
  'governance.my_work': 'inbox',
  'governance.documents': 'document',
};

const iconOf = (name: string): IconName =>
  (Object.hasOwn(icons, name) ? icons[name] : undefined) ?? 'point';
