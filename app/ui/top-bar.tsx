import { Bell } from './bell.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { Icon } from './icon.tsx';
import type { Crumb } from './menu.ts';
import { useShell } from './shell-context.ts';
import { texts } from './texts.ts';
import { ThemeMenu } from './theme-menu.tsx';
import { UserMenu } from './user-menu.tsx';

/** The current location, and tools available on every page. */
export const TopBar = ({ title, crumbs }: { title: string; crumbs: readonly Crumb[] }) => {
  const { addresses } = useShell();
  return (
    <section class="top" aria-label={texts.shell.pageBar}>
      <a class="btn quiet sq open-nav" href="#nav" aria-label={texts.shell.openNavigation}>
        <Icon name="menu" />
      </a>
      <Breadcrumb title={title} crumbs={crumbs} />
      <a class="find" href={addresses.search} data-palette="palette">
        <Icon name="search" small />
        <span>{texts.shell.search}</span>
        <kbd>{texts.shell.searchKeys}</kbd>
      </a>
      <Bell />
      <ThemeMenu />
      <UserMenu />
    </section>
  );
};
