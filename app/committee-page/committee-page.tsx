import type { ComponentChildren } from 'preact';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Crumb } from '../ui/menu.ts';
import { Page } from '../ui/page.tsx';
import { type PageModule, type ShellStanding, useShell } from '../ui/shell-context.ts';
import { type Tab, Tabs } from '../ui/tabs.tsx';
import { State } from '../ui/word.tsx';
import { texts } from './texts.ts';

/** A part of a committee's pages. */
export type CommitteeTab = keyof typeof texts.tabs;

interface CommitteePageProps {
  /** The committee, with what the reader holds there if the page's policy loaded it. */
  readonly committee: EntitySnapshot & Partial<ShellStanding>;
  readonly tab: CommitteeTab;
  /** Heading of a page other than the first one of its tab; also in the breadcrumb. */
  readonly title?: string;
  /** One line below that heading. */
  readonly lead?: ComponentChildren;
  /** Pages between the committee and this one. */
  readonly crumbs?: readonly Crumb[];
  /** Buttons of the page. */
  readonly action?: ComponentChildren;
  /** Script and styles that only this kind of page needs. */
  readonly module?: PageModule;
  readonly children: ComponentChildren;
}

/**
 * A page below a committee: its name, state and tabs, and the content. Tabs that the reader may not
 * open are left out (spec committees#pages).
 */
export const CommitteePage = (props: CommitteePageProps) => {
  const { committee, tab, title, lead, crumbs = [], action, module, children } = props;
  const acts = action !== undefined && action !== false && <div class="acts">{action}</div>;
  const shown = title ?? (tab === 'overview' ? undefined : texts.tabs[tab]);
  const home = { label: committee.label, to: `/tor/${committee.id}` };
  return (
    <Page
      title={shown ?? committee.label}
      crumbs={shown === undefined ? [] : [home, ...crumbs]}
      {...(module === undefined ? {} : { module })}
      bare
    >
      <div class="head">
        <div>
          <h1>{committee.label}</h1>
          <Facts of={committee} />
        </div>
        {title === undefined && acts}
      </div>
      <CommitteeTabs of={committee} current={tab} />
      {title !== undefined && (
        <div class="head">
          <div>
            <h2>{title}</h2>
            {lead !== undefined && <p>{lead}</p>}
          </div>
          {acts}
        </div>
      )}
      {children}
    </Page>
  );
};

const Facts = ({ of: { isActive, properties } }: { of: EntitySnapshot }) => {
  const { status, tor_number: number, classification, version } = properties;
  return (
    <p class="acts">
      {isActive && status !== 'archived' ? (
        <State is="done" tone="good">
          {texts.status.active}
        </State>
      ) : (
        <State is="ended">{texts.status.archived}</State>
      )}
      {number && <span>{number}</span>}
      {classification && <span>{classification}</span>}
      {version && <span>{texts.version(version)}</span>}
    </p>
  );
};

const paths = { overview: '' } as Readonly<Partial<Record<CommitteeTab, string>>>;

const CommitteeTabs = ({
  of: committee,
  current,
}: {
  of: CommitteePageProps['committee'];
  current: CommitteeTab;
}) => {
  const { opens } = useShell();
  const { isMember = false, capabilities = new Set<string>() } = committee;
  const tabs = (Object.keys(texts.tabs) as CommitteeTab[]).flatMap((tab): readonly Tab[] => {
    const to = `/tor/${committee.id}${paths[tab] ?? `/${tab}`}`;
    const isShown = tab === current || opens(to, { isMember, capabilities });
    return isShown ? [{ label: texts.tabs[tab], to, current: tab === current }] : [];
  });
  return <Tabs of={tabs} label={committee.label} />;
};
