import type { VNode } from 'preact';
import { actorOf, addressOf, phraseOf, type RecentEntry } from '../audit/index.ts';
import { dateInWords, nextMeeting } from '../calendar/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { Facts, Timeline } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Section, Split } from '../ui/section.tsx';
import { type Notice, useShell } from '../ui/shell-context.ts';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Time } from '../ui/time.tsx';
import { Count, State } from '../ui/word.tsx';
import { listed, number } from '../ui/words.ts';
import { Attention } from './attention.tsx';
import { type Dashboard, firstName, type OwnCommittee, partOfDay, tiles } from './rules.ts';
import { texts } from './texts.ts';

export interface DashboardProps extends Dashboard {
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<PermissionCode>;
  readonly unread: number;
  readonly notices: readonly Notice[];
}

export const dashboardPage = (props: DashboardProps): VNode => <DashboardPage {...props} />;

const DashboardPage = (props: DashboardProps) => {
  const { now, timeZone, locale } = useShell();
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(now),
  );
  const day = [
    { weekday: 'long' } as const,
    { day: 'numeric', month: 'long', year: 'numeric' } as const,
  ]
    .map((shape) => new Intl.DateTimeFormat(locale, { ...shape, timeZone }).format(now))
    .join(' ');
  const { roles } = props;
  return (
    <Page
      title={texts.greeting(partOfDay(hour), firstName(props.name))}
      short={texts.title}
      lead={`${day} · ${roles.length === 0 ? texts.noRole : roles.join(', ')}`}
    >
      <Split label={texts.summary} aside={<Aside {...props} />}>
        <Attention {...props} />
        <Committees of={props.committees} />
      </Split>
    </Page>
  );
};

const Committees = ({ of }: { of: readonly OwnCommittee[] }) => {
  const { opens } = useShell();
  return (
    <Section
      id="mine"
      title={texts.mine}
      count={of.length > 0 ? <Count n={of.length} /> : undefined}
    >
      {of.length === 0 ? (
        <p class="small muted">{texts.noPosition}</p>
      ) : (
        <SimpleTable
          caption={texts.mineCaption}
          of={of}
          rowKey={({ id }) => id}
          columns={[
            {
              label: texts.columns.committee,
              header: true,
              cell: ({ id, label }) =>
                opens(`/tor/${id}`) ? (
                  <a class="plain" href={`/tor/${id}`}>
                    {label}
                  </a>
                ) : (
                  label
                ),
            },
            {
              label: texts.columns.position,
              short: texts.columns.short,
              cell: ({ positions }) => listed(positions),
            },
            { label: texts.columns.next, cell: ({ ahead }) => <Next ahead={ahead} /> },
            {
              label: texts.columns.vacancies,
              cell: ({ vacancies }) =>
                vacancies === 0 ? (
                  <span class="muted">{texts.none}</span>
                ) : (
                  <State is="warning">{number(vacancies)}</State>
                ),
            },
          ]}
        />
      )}
    </Section>
  );
};

const Next = ({ ahead }: Pick<OwnCommittee, 'ahead'>) => {
  const meeting = nextMeeting(ahead);
  if (meeting === undefined) return <span class="muted">{texts.none}</span>;
  const { date, time } = meeting;
  return (
    <time dateTime={`${date}T${time}`}>{texts.nextAt(dateInWords(date, 'shortDate'), time)}</time>
  );
};

const Aside = ({ activity, counts, permissions }: DashboardProps) => {
  const { isPage } = useShell();
  const shown = tiles.flatMap(({ key, to }) => {
    const count = counts[key];
    return count === undefined
      ? []
      : [{ label: texts.tiles[key], value: number(count), ...(isPage(to) ? { to } : {}) }];
  });
  return (
    <>
      {activity !== null && (
        <Section id="activity" title={texts.activity} end={<a href="/audit">{texts.auditLog}</a>}>
          {activity.length === 0 ? (
            <p class="small muted">{texts.noActivity}</p>
          ) : (
            <Timeline
              of={activity.map((entry) => ({
                key: entry.seq,
                text: <Did entry={entry} to={addressOf(entry, permissions)} />,
                note: <Time at={entry.at} style="relative" />,
              }))}
            />
          )}
        </Section>
      )}
      {shown.length > 0 && (
        <Section id="overview" title={texts.overview}>
          <Facts of={shown} />
        </Section>
      )}
    </>
  );
};

/** "Henrik Aas changed the setting Audit retention" */
const Did = ({ entry, to }: { entry: RecentEntry; to: string | undefined }) => {
  const { before, target, after } = phraseOf(entry.action, entry.user);
  const label = target ? (entry.targetLabel ?? '') : '';
  return (
    <>
      <strong>{actorOf(entry)}</strong> {before}{' '}
      {to === undefined || label === '' ? (
        label
      ) : (
        <a class="plain" href={to}>
          {label}
        </a>
      )}{' '}
      {after}
    </>
  );
};
