import { EnvironmentBadge } from './environment-badge.tsx';
import { HiddenFields } from './form.tsx';
import { Icon } from './icon.tsx';
import { activeEntry, type MenuEntry, type MenuModule } from './menu.ts';
import { useShell } from './shell-context.ts';
import { texts } from './texts.ts';

/**
 * Menu of all pages this user may open. Below 960 px a drawer, opened by a link so that it works
 * without JavaScript.
 */
export const Sidebar = () => {
  const { appName, addresses, menu, path, rail, address } = useShell();
  const active = activeEntry(menu, path)?.entry;
  const label = rail ? texts.shell.expand : texts.shell.collapse;
  return (
    <header class="side" id="nav">
      <div>
        <div class="brand">
          <a href={addresses.home} aria-label={texts.shell.home(appName)}>
            <Icon name="mark" />
            <span>{appName}</span>
          </a>
          <EnvironmentBadge />
          <a
            class="btn quiet sq close-nav"
            href="#content"
            aria-label={texts.shell.closeNavigation}
          >
            <Icon name="close" />
          </a>
        </div>
        <MenuTree menu={menu} active={active} label={texts.shell.mainNavigation} />
        <form class="side-foot" method="post" action={addresses.sidebar} data-rail="">
          <HiddenFields of={{ sidebar: rail ? 'full' : 'rail', back: address }} />
          <button type="submit" aria-label={label} {...(rail ? { title: label } : {})}>
            <Icon name="sidebar" />
            <span>{label}</span>
          </button>
        </form>
      </div>
    </header>
  );
};

export interface MenuTreeProps {
  readonly menu: readonly MenuModule[];
  readonly active?: MenuEntry | undefined;
  readonly label: string;
  /** Prefix of heading ids. */
  readonly id?: string;
  /** Level of the module headings. @default 2 */
  readonly level?: 2 | 3;
}

/** Modules with their pages, for the sidebar and for role previews. */
export const MenuTree = ({ menu, active, label, id = 'nav', level = 2 }: MenuTreeProps) => {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <nav class="nav" aria-label={label}>
      {menu.map((group, place) => (
        <div key={group.label ?? place}>
          {group.label !== undefined && (
            <Heading class="nav-head" id={`${id}-${place}`}>
              <ModuleLink to={group.entries[0]?.to} label={group.label} />
            </Heading>
          )}
          <ul
            role="list"
            {...(group.label === undefined ? {} : { 'aria-labelledby': `${id}-${place}` })}
          >
            {group.entries.map((entry) => (
              <li key={entry.to}>
                <MenuLink entry={entry} current={entry === active} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
};

const ModuleLink = ({ to, label }: { to: string | undefined; label: string }) =>
  to === undefined ? (
    <span>{label}</span>
  ) : (
    <a class="plain" href={to}>
      {label}
    </a>
  );

const MenuLink = ({
  entry: { label, to, icon, count },
  current,
}: {
  entry: MenuEntry;
  current: boolean;
}) => (
  <a href={to} title={label} {...(current ? { 'aria-current': 'page' as const } : {})}>
    <Icon name={icon} />
    <span>{label}</span>
    {count !== undefined && count > 0 && (
      <span class="count">
        {count}
        <span class="vh"> {texts.shell.waitingWord}</span>
      </span>
    )}
  </a>
);
