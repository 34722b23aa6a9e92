import { useShell } from './shell-context.ts';
import { Tabs } from './tabs.tsx';
import { texts } from './texts.ts';

interface InboxTabsProps {
  readonly current: 'notifications' | 'warnings';
  /** Unread ones of each. */
  readonly notifications: number;
  readonly warnings: number;
}

/** The two lists behind the bell. */
export const InboxTabs = ({ current, ...unread }: InboxTabsProps) => {
  const { addresses } = useShell();
  return (
    <Tabs
      label={texts.shell.inbox}
      of={(['notifications', 'warnings'] as const).map((list) => ({
        label: texts.shell.lists[list],
        to: addresses[list],
        current: list === current,
        ...(unread[list] > 0 ? { count: Math.min(unread[list], 99) } : {}),
        isLeast: unread[list] > 99,
      }))}
    />
  );
};
