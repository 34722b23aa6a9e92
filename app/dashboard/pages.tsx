import type { VNode } from 'preact';
import { actorOf, addressOf, phraseOf, type RecentEntry } from '../audit/index.ts';
import { dateInWords, MeetingState, nextMeeting } from '../calendar/index.ts';
import { locale } from '../language.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { isoIn } from '../time-zone.ts';
import { Facts, Rows, Timeline } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { Section, Split } from '../ui/section.tsx';
import { type Notice, useShell } from '../ui/shell-context.ts';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Time } from '../ui/time.tsx';
import { Count, State } from '../ui/word.tsx';
import { listed, number } from '../ui/words.ts';
import type { NeedGroup } from './attention.ts';
import { type Coming, comingOf, type Running } from './meetings.ts';
import { Attention, Unread } from './needs.tsx';
import {
  type Dashboard,
  firstName,
  type OwnCommittee,
  type OwnPosition,
  partOfDay,
  tiles,
} from './rules.ts';
import { texts } from './texts.ts';

interface DashboardProps extends Dashboard {
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<PermissionCode>;
  readonly unread: number;
  readonly notices: readonly Notice[];
  /** `undefined`: they could not be read. */
  readonly needs: readonly NeedGroup[] | undefined;
  /** Whether everything else could not be read. */
  readonly isPartial: boolean;
  readonly running: readonly Running[];
}

export const dashboardPage = (props: DashboardProps): VNode => <DashboardPage {...props} />;

const DashboardPage = (props: DashboardProps) => {
  const { now, timeZone } = useShell();
  const hour = Number(isoIn(now, timeZone).slice(11, 13));
  const inWords = (shape: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...shape, timeZone }).format(now);
  const day = texts.day(
    inWords({ weekday: 'long' }),
    inWords({ day: 'numeric', month: 'long', year: 'numeric' }),
  );
  const { roles } = props;
  return (
    <Page
      title={texts.greeting(partOfDay(hour), firstName(props.name))}
      short={texts.title}
      lead={`${day} · ${roles.length === 0 ? texts.noRole : roles.join(', ')}`}
    >
      {props.running.map((meeting) => (
        <MeetingNow key={meeting.id} {...meeting} />
      ))}
      <Split label={texts.summary} aside={<Aside {...props} />}>
        {props.isPartial && <Unread>{texts.unreadParts}</Unread>}
        <Attention {...props} />
        {props.committees.length > 0 && <Committees of={props.committees} />}
      </Split>
    </Page>
  );
};

/** “Change Advisory Board is meeting now. Open the meeting” */
const MeetingNow = ({ committee, to }: Running) => (
  <Note icon="meeting">
    <strong>{texts.running(committee)}</strong> <a href={to}>{texts.openMeeting}</a>
  </Note>
);

const Committees = ({ of }: { of: readonly OwnCommittee[] }) => {
  const { opens } = useShell();
  return (
    <Section id="mine" title={texts.mine} count={<Count n={of.length} />}>
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
            cell: ({ positions }) => listed(positions.map(positionInWords)),
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
    </Section>
  );
};

/** “Technical Lead from 7 Dec 2026” */
const positionInWords = ({ label, from }: OwnPosition): string =>
  from === null ? label : texts.from(label, dateInWords(from, 'shortDate'));

const Next = ({ ahead }: Pick<OwnCommittee, 'ahead'>) => {
  const meeting = nextMeeting(ahead);
  if (meeting === undefined) return <span class="muted">{texts.none}</span>;
  const { date, time, status } = meeting;
  if (status === 'in_progress')
    return (
      <State is="working" tone="going">
        {texts.now}
      </State>
    );
  return (
    <time dateTime={`${date}T${time}`}>{texts.nextAt(dateInWords(date, 'shortDate'), time)}</time>
  );
};

/** The meetings of the next days, as in a diary. */
const Upcoming = ({ of, today }: { of: readonly Coming[]; today: string }) => {
  const { opens, isPage } = useShell();
  return (
    <Section
      id="upcoming"
      title={texts.meetings}
      end={isPage('/tor/outlook') ? <a href="/tor/outlook">{texts.outlook}</a> : undefined}
    >
      <Rows
        of={of.map(({ committee: { id: tor, label }, id, date, time, status }) => {
          const to = id === undefined ? `/tor/${tor}` : `/tor/${tor}/meetings/${id}`;
          return {
            key: `${tor} ${date}`,
            lead: (
              <time dateTime={`${date}T${time}`}>
                <strong>{date === today ? texts.today : dateInWords(date, 'weekdayDay')}</strong>
                <span class="sub">{time}</span>
              </time>
            ),
            text: label,
            sub: <MeetingState status={status} />,
            ...(opens(to) ? { to } : {}),
          };
        })}
      />
    </Section>
  );
};

const Aside = ({ activity, committees, counts, permissions, today }: DashboardProps) => {
  const { isPage } = useShell();
  const shown = tiles.flatMap(({ key, to }) => {
    const count = counts[key];
    return count === undefined
      ? []
      : [{ label: texts.tiles[key], value: number(count), ...(isPage(to) ? { to } : {}) }];
  });
  const coming = comingOf(committees, today);
  return (
    <>
      {coming.length > 0 && <Upcoming of={coming} today={today} />}
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
