import { Icon } from '../ui/icon.tsx';
import { Rows } from '../ui/list.tsx';
import type { MenuGroup } from '../ui/menu.ts';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { listed } from '../ui/words.ts';
import { texts } from './texts.ts';

export interface HomePageProps {
  readonly name: string;
  readonly roles: readonly string[];
  readonly menu: readonly MenuGroup[];
  readonly now: Date;
}

/** Who one is here, and everything that one may open. */
export const HomePage = ({ name, roles, menu, now }: HomePageProps) => (
  <Page title={texts.greeting(now.getUTCHours(), name)} short={texts.title} lead={roles.length === 0 ? texts.noRoles : listed(roles)}>
    {menu
      .filter(({ label }) => label !== undefined)
      .map(({ label = '', items }) => (
        <Section key={label} id={`module-${label.toLowerCase().replaceAll(/\W+/g, '-')}`} title={label}>
          <Rows of={items.map((item) => ({ key: item.to, lead: <Icon name={item.icon} />, text: item.label, to: item.to }))} />
        </Section>
      ))}
  </Page>
);
