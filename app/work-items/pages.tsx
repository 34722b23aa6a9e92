import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListNews } from '../ui/list-news.tsx';
import { Page } from '../ui/page.tsx';
import { PageSteps } from '../ui/page-steps.tsx';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { Tabs } from '../ui/tabs.tsx';
import { Count } from '../ui/word.tsx';
import {
  type ItemList,
  mostCommittees,
  type Overview,
  rowsPerPage,
  type Tab,
  tabs,
} from './item.ts';
import { ItemTable, type Powers } from './item-table.tsx';
import { ListKeys } from './list-keys.tsx';
import { texts } from './texts.ts';

interface ListsProps {
  readonly overview: Overview;
  /** The list that is shown alone; `none`: an unknown one; `undefined`: all together. */
  readonly tab: Tab | 'none' | undefined;
  readonly page: number;
  readonly powers: Powers;
}

export interface CommitteeItemsProps extends ListsProps {
  readonly committee: Committee;
}

/** The items of a committee (spec work-items#lists). */
export const committeeItemsPage = (props: CommitteeItemsProps): VNode => (
  <CommitteePage
    committee={props.committee}
    tab="workflow"
    action={
      <>
        <NewItem kind="suggestions" committee={props.committee} />
        <NewItem kind="proposals" committee={props.committee} />
      </>
    }
  >
    <ListNews of={`/tor/${props.committee.id}/workflow`} />
    <Lists {...props} path={`/tor/${props.committee.id}/workflow`} />
  </CommitteePage>
);

/** The button for a new item, for those who may create it. */
const NewItem = ({
  kind,
  committee,
}: {
  readonly kind: 'suggestions' | 'proposals';
  readonly committee: Committee;
}) => {
  const { opens } = useShell();
  const to = `/tor/${committee.id}/${kind}/new`;
  if (!opens(to, committee)) return null;
  return kind === 'suggestions' ? (
    <LinkButton to={to}>{texts.newSuggestion}</LinkButton>
  ) : (
    <LinkButton to={to} icon="plus">
      {texts.newProposal}
    </LinkButton>
  );
};

interface AllItemsProps extends ListsProps {
  /** Whether the reader sees the items of all committees. */
  readonly isEverywhere: boolean;
}

/** The items of all committees that the reader sees. */
export const allItemsPage = (props: AllItemsProps): VNode => (
  <Page title={texts.title} lead={leadOf(props)}>
    <Lists {...props} path="/workflow" />
  </Page>
);

const leadOf = ({ isEverywhere, overview }: AllItemsProps): string => {
  if (!isEverywhere) return texts.lead;
  return overview.isCut ? texts.leadFirst(mostCommittees) : texts.leadAll;
};

type PlacedProps = ListsProps & {
  readonly path: string;
  readonly committee?: Committee;
};

const Lists = (props: PlacedProps) => {
  const { overview, tab, path } = props;
  const open = tabs.filter((each) => overview.counts[each] !== undefined);
  return (
    <>
      <Tabs
        label={texts.lists}
        of={[
          { label: texts.overview, to: path, current: tab === undefined },
          ...open.map((each) => ({
            label: texts.tabs[each],
            to: `${path}?tab=${each}`,
            current: each === tab,
            count: overview.counts[each] ?? 0,
            isLeast: overview.counts[each] === overview.most,
          })),
        ]}
      />
      {tab === 'none' && <p class="muted">{texts.none}</p>}
      {overview.lists.map((list) => (
        <List key={list.tab} of={list} {...props} />
      ))}
      <ListKeys />
    </>
  );
};

const List = ({ of: list, ...props }: PlacedProps & { readonly of: ItemList }) => {
  const { tab, page, path, powers, committee } = props;
  const { most } = props.overview;
  const { tab: own, rows, total, open } = list;
  const isAlone = tab === own;
  const address = (to: number): string => `${path}?tab=${own}${to === 1 ? '' : `&page=${to}`}`;
  return (
    <Section
      id={`list-${own}`}
      title={texts.tabs[own]}
      count={total === most ? texts.more(most) : texts.openOf(open, total)}
      end={<Links {...props} of={list} />}
    >
      {rows.length === 0 ? (
        <Nothing {...props} tab={own} />
      ) : (
        <ItemTable
          of={list}
          {...powers}
          withCommittee={committee === undefined}
          back={committee === undefined ? address(page) : undefined}
        />
      )}
      {isAlone && total === most && <p class="small muted">{texts.first(most)}</p>}
      {isAlone && <PageSteps to={address} page={page} size={rowsPerPage} total={total} />}
    </Section>
  );
};

const Links = ({
  of: { tab: own, total, rows },
  tab,
  path,
  committee,
  overview,
}: PlacedProps & { readonly of: ItemList }) => {
  const { opens } = useShell();
  const isCut = tab !== own && rows.length < total;
  const below = (address: string): string | undefined => {
    const to = `/tor/${committee?.id}/workflow/${address}`;
    return committee !== undefined && opens(to, committee) ? to : undefined;
  };
  const queue = own === 'proposals' ? below('queue') : undefined;
  const newPoint = own === 'agenda_points' ? below('agenda/new') : undefined;
  return (
    <>
      {queue !== undefined && (
        <a href={queue}>
          {texts.queue} <Count n={overview.queued ?? 0} />
        </a>
      )}
      {newPoint !== undefined && <a href={newPoint}>{texts.newAgendaPoint}</a>}
      {isCut && <a href={`${path}?tab=${own}`}>{texts.all[own]}</a>}
    </>
  );
};

const Nothing = ({ tab, committee }: Pick<PlacedProps, 'committee'> & { readonly tab: Tab }) => {
  const { title, advice } = texts.empty[tab];
  const isNew = committee !== undefined && tab !== 'agenda_points';
  return (
    <EmptyState
      icon="workflow"
      title={title}
      {...(isNew ? { action: <NewItem kind={tab} committee={committee} /> } : {})}
    >
      {advice}
    </EmptyState>
  );
};
