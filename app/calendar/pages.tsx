import type { VNode } from 'preact';
import { zoneLabel } from '../time-zone.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { JsonBlock } from '../ui/json-block.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { Count } from '../ui/word.tsx';
import { AgendaList } from './agenda-list.tsx';
import { mondayOf } from './days.ts';
import { ConfirmForm } from './event-pill.tsx';
import { HoursGrid } from './hours.tsx';
import { Mark } from './mark.tsx';
import { MonthGrid } from './month.tsx';
import { committeesIn, type Outlook, shortName, stepFrom, titleOf, weeksOf } from './outlook.ts';
import { eventJson } from './present.ts';
import { mostByName } from './rules.ts';
import { type View, views, type Whose } from './schema.ts';
import { texts } from './texts.ts';
import { dateInWords } from './titles.ts';

/** Most lines of the list beside a month. */
const mostBeside = 10;

/** Most events in the data of a page. */
const mostEmbedded = 500;

/** Most committees in the legend. */
const mostNamed = 30;

/** A calendar of the committees in which the reader holds a position (spec calendar#subscriptions). */
const subscriptions = '/account/calendars/new';

type Part = { readonly view?: View; readonly date?: string; readonly whose?: Whose };

/** The address of another part of the calendar, with the same committees. */
const addressIn =
  ({ view, date, whose, hasOwn }: Outlook) =>
  (part: Part): string => {
    const state = { view, date, whose, ...part };
    const isUsual = state.whose === (hasOwn ? 'mine' : 'all');
    const fields = {
      view: state.view,
      date: state.date,
      ...(isUsual ? {} : { whose: state.whose }),
    };
    return `/tor/outlook?${new URLSearchParams(fields)}`;
  };

export const outlookPage = (outlook: Outlook): VNode => <OutlookPage of={outlook} />;

const OutlookPage = ({ of }: { of: Outlook }) => {
  const to = addressIn(of);
  return (
    <Page title={texts.title} bare module="calendar">
      <div id="outlook" class="region" data-region={to({})}>
        <Head of={of} to={to} />
        <Views of={of} to={to} />
        <div id="outlook-container" class={`outlook-view-${of.view}`}>
          <Content of={of} to={to} />
        </div>
        <ConfirmForm back={to({})} />
        <JsonBlock
          id="outlook-init-data"
          value={{
            today: of.today,
            week_start: mondayOf(of.date),
            events: of.week.slice(0, mostEmbedded).map(eventJson),
          }}
        />
      </div>
    </Page>
  );
};

interface PartProps {
  readonly of: Outlook;
  readonly to: (part: Part) => string;
}

const Head = ({ of, to }: PartProps) => {
  const { view, whose, hasOwn, isCut, today, timeZone } = of;
  const { opens } = useShell();
  return (
    <div class="head">
      <div>
        <h1 id="outlook-title">{titleOf(of)}</h1>
        <p>
          {isCut ? texts.lead.first(mostByName, hasOwn) : texts.lead[whose]}{' '}
          {isCut && <a href="/tor">{texts.lead.choose}</a>}{' '}
          {hasOwn && (
            <a href={to({ whose: whose === 'mine' ? 'all' : 'mine' })}>
              {whose === 'mine' ? texts.lead.showAll : texts.lead.showMine}
            </a>
          )}{' '}
          {texts.lead.zone(zoneLabel(timeZone))}
        </p>
      </div>
      <div class="acts">
        {hasOwn && opens(subscriptions) && (
          <LinkButton to={subscriptions} icon="calendar">
            {texts.meetings.subscribe}
          </LinkButton>
        )}
        <a class="btn" id="outlook-today" href={to({ date: today })}>
          {texts.today}
        </a>
        <Step
          id="outlook-prev"
          to={to({ date: stepFrom(of, -1) })}
          label={texts.previous[view]}
          back
        />
        <Step id="outlook-next" to={to({ date: stepFrom(of, 1) })} label={texts.next[view]} />
      </div>
    </div>
  );
};

/** Previous or next: an arrow with a name. */
const Step = ({
  id,
  to,
  label,
  back = false,
}: {
  id: string;
  to: string;
  label: string;
  back?: boolean;
}) => (
  <a class="btn quiet sq" id={id} href={to} aria-label={label}>
    <Icon name={back ? 'chevron-left' : 'chevron-right'} />
  </a>
);

const Views = ({ of, to }: PartProps) => (
  <nav class="tabs" aria-label={texts.viewsLabel}>
    {views.map((view) => (
      <a
        key={view}
        class="outlook-tab"
        data-view={view}
        href={to({ view })}
        {...(view === of.view ? { 'aria-current': 'page' as const } : {})}
      >
        {texts.views[view]}
      </a>
    ))}
  </nav>
);

const Content = ({ of, to }: PartProps) => {
  const { view, events, today, shown, whose } = of;
  const advice = whose === 'mine' ? texts.emptyMine : texts.emptyAdvice;
  const dayTo = (date: string): string => to({ view: 'day', date });
  const list = <AgendaList events={events} today={today} advice={advice} level={2} />;
  if (view === 'agenda') return list;
  if (view === 'day')
    return (
      <>
        <HoursGrid of={of} days={[of.date]} dayTo={dayTo} />
        <Legend of={of} />
      </>
    );
  const grid =
    view === 'week' ? (
      <HoursGrid of={of} days={weeksOf(shown)[0] ?? []} dayTo={dayTo} />
    ) : (
      <MonthGrid of={of} dayTo={dayTo} />
    );
  return (
    <>
      <div class={view === 'month' ? 'outlook-wide listed' : 'outlook-wide'}>
        <div>
          {grid}
          <Legend of={of} />
        </div>
        {view === 'month' && (
          <Listed
            of={of}
            advice={advice}
            more={to({ view: 'agenda', date: of.listed.range.start })}
          />
        )}
      </div>
      <div class="outlook-narrow">{list}</div>
    </>
  );
};

/** The list beside a month. */
const Listed = ({
  of: { listed, today },
  advice,
  more,
}: {
  of: Outlook;
  advice: string;
  more: string;
}) => {
  const { range, events } = listed;
  const isNow = range.start === today;
  const title = isNow
    ? texts.list.fromToday
    : texts.list.from(dateInWords(range.start, 'dayMonth'));
  return (
    <aside class="aside" aria-label={title}>
      <Section id="outlook-list" title={title} count={<Count n={events.length} />}>
        <AgendaList {...{ events, today, advice, more }} level={3} most={mostBeside} />
      </Section>
    </aside>
  );
};

const Legend = ({ of: { events, marks } }: { of: Outlook }) => {
  const committees = committeesIn(events);
  const left = committees.length - mostNamed;
  if (committees.length === 0) return <p class="small muted">{texts.empty}</p>;
  return (
    <>
      <ul class="outlook-legend" role="list" aria-label={texts.legend}>
        {committees.slice(0, mostNamed).map(({ id, label }) => (
          <li key={id}>
            <Mark number={marks.get(id) ?? 0} />
            <span>
              {shortName(label)} <span class="muted">{label}</span>
            </span>
          </li>
        ))}
        {left > 0 && <li class="muted">{texts.moreCommittees(left)}</li>}
      </ul>
      <ul class="outlook-legend muted" role="list" aria-label={texts.edges.label}>
        <li>{texts.edges.confirmed}</li>
        <li>{texts.edges.projected}</li>
        <li>
          <span>
            <s>{texts.edges.cancelled}</s>
            {texts.edges.cancelledMeans}
          </span>
        </li>
      </ul>
    </>
  );
};
