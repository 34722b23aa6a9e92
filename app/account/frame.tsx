import type { ComponentChildren } from 'preact';
import { Page } from '../ui/page.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { type AccountTab, accountTabs } from './schema.ts';
import { texts } from './texts.ts';

/** Tabs of the account: those of this feature, and those of others with their own addresses. */
type Part = AccountTab | 'notifications' | 'tokens' | 'calendars';
const parts: readonly Part[] = [...accountTabs, 'notifications', 'tokens', 'calendars'];

interface AccountPageProps {
  readonly tab: Part;
  readonly children: ComponentChildren;
}

/**
 * The user's own account. Each tab has an address, so a refused form returns to its own tab (spec
 * account#tabs).
 */
export const AccountPage = ({ tab, children }: AccountPageProps) => (
  <Page title={texts.title}>
    <Tabs
      label={texts.title}
      of={parts.map((each) => ({
        label: texts.tabs[each],
        to: addressOf(each),
        current: each === tab,
      }))}
    />
    {children}
  </Page>
);

function addressOf(tab: Part): string {
  if (tab === 'profile') return '/account';
  const isOwn = (accountTabs as readonly Part[]).includes(tab);
  return isOwn ? `/account?tab=${tab}` : `/account/${tab}`;
}
