import type { ComponentChildren } from 'preact';
import { Count } from './word.tsx';

export interface Tab {
  readonly label: string;
  readonly to: string;
  readonly current: boolean;
  readonly count?: number;
  /** Whether there are more than `count`. */
  readonly isLeast?: boolean;
}

/** Pages of one item. They are links: each has an address and works with the browser's own keys. */
export const Tabs = ({
  of,
  label,
  children,
}: {
  of: readonly Tab[];
  label: string;
  children?: ComponentChildren;
}) => (
  <nav class="tabs" aria-label={label}>
    {of.map((tab) => (
      <a key={tab.to} href={tab.to} {...(tab.current ? { 'aria-current': 'page' as const } : {})}>
        {tab.label}
        {tab.count !== undefined && (
          <>
            {' '}
            <Count n={tab.count} isLeast={tab.isLeast === true} />
          </>
        )}
      </a>
    ))}
    {children}
  </nav>
);

export interface Panel {
  readonly id: string;
  readonly label: string;
  readonly children: ComponentChildren;
}

/**
 * Parts of one page, one visible at a time. Without JavaScript all parts are stacked and the tabs
 * are links to them; scripts add the WAI-ARIA pattern: arrows, Home and End move, other parts are
 * hidden.
 */
export const TabPanels = ({
  of,
  label,
  current,
}: {
  of: readonly Panel[];
  label: string;
  current?: string;
}) => (
  <div data-tabs={current ?? of[0]?.id}>
    <nav class="tabs" aria-label={label}>
      {of.map((panel) => (
        <a key={panel.id} href={`#${panel.id}`} id={`${panel.id}-tab`}>
          {panel.label}
        </a>
      ))}
    </nav>
    {of.map((panel) => (
      <section
        class={panel.id === (current ?? of[0]?.id) ? 'sec current' : 'sec'}
        key={panel.id}
        id={panel.id}
        aria-labelledby={`${panel.id}-tab`}
      >
        {panel.children}
      </section>
    ))}
  </div>
);
