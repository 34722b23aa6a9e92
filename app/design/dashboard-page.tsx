import { DescriptionList, Facts, type RowEntry, Rows, Timeline } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { Section, Split } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Time } from '../ui/time.tsx';
import { SeverityTag, State } from '../ui/word.tsx';

const day = (date: string) => <Time at={new Date(`${date}T12:00:00Z`)} style="day" />;

const warnings: readonly RowEntry[] = [
  {
    key: 1,
    lead: <SeverityTag of="high" />,
    text: 'Change Advisory Board has no Technical Lead',
    sub: 'Mandatory position, vacant for 9 days',
    to: '/design/tor',
    end: day('2026-11-15'),
  },
  {
    key: 2,
    lead: <SeverityTag of="medium" />,
    text: '2 users have no role',
    sub: 'They can sign in but see an empty menu',
    to: '/design/users',
    end: day('2026-11-23'),
  },
];

const submitted = (
  <State is="waiting" tone="going">
    Submitted
  </State>
);

const reviewing = (
  <State is="working" tone="going">
    Under review
  </State>
);

const proposals: readonly RowEntry[] = [
  {
    key: 1,
    lead: reviewing,
    text: 'Freeze network changes from 18 December to 6 January',
    sub: 'Change Advisory Board · Samuel Oduya',
    to: '/design/workflow',
    end: day('2026-11-20'),
  },
  {
    key: 2,
    lead: submitted,
    text: 'Retire the depot tablets running Android 9',
    sub: 'Change Advisory Board · Jonas Lindqvist',
    to: '/design/workflow',
    end: day('2026-11-19'),
  },
  {
    key: 3,
    lead: submitted,
    text: 'One change calendar for bus, tram and ferry',
    sub: 'IT Governance Board · Maeve Gallagher',
    to: '/design/workflow',
    end: day('2026-11-17'),
  },
];

const committees = [
  {
    name: 'Change Advisory Board',
    position: 'Secretary',
    cadence: 'Weekly, Tuesday 10:00',
    next: 'Now',
  },
  {
    name: 'Data Protection Panel',
    position: 'Member',
    cadence: 'Every two weeks, Thursday 13:00',
    next: '26 Nov, 13:00',
  },
  {
    name: 'IT Governance Board',
    position: 'Secretary',
    cadence: 'Monthly, first Thursday 14:00',
    next: '3 Dec, 14:00',
  },
  { name: 'Supplier Review Panel', position: 'Observer', cadence: 'Ad hoc', next: undefined },
];

export const DashboardPage = () => (
  <Page
    title="Good morning, Tomasz"
    short="Dashboard"
    lead="Tuesday 24 November 2026 · Secretary, Administrator"
  >
    <Note icon="meeting">
      <strong>Change Advisory Board is meeting now.</strong> Item 3 of 5, running 12 minutes over.{' '}
      <a href="/design/meetings">Open the meeting</a>
    </Note>
    <Split label="Summary" aside={<Summary />}>
      <Section id="attention" title="Needs attention" count={5}>
        <Part title="Warnings" count={2} link="All warnings" to="/design/warnings" of={warnings} />
        <Part
          title="Proposals to review"
          count={3}
          link="All proposals"
          to="/design/workflow"
          of={proposals}
        />
      </Section>
      <Section id="mine" title="My Terms of Reference" count={4}>
        <SimpleTable
          caption="Terms of Reference where I have a position"
          of={committees}
          rowKey={({ name }) => name}
          columns={[
            {
              label: 'Terms of Reference',
              header: true,
              cell: ({ name }) => <PlainLink to="/design/tor">{name}</PlainLink>,
            },
            { label: 'My position', short: 'Position', cell: ({ position }) => position },
            { label: 'Cadence', cell: ({ cadence }) => cadence },
            { label: 'Next meeting', short: 'Next', cell: ({ next }) => <NextMeeting at={next} /> },
          ]}
        />
      </Section>
    </Split>
  </Page>
);

const PlainLink = ({ to, children }: { to: string; children: string }) => (
  <a class="plain" href={to}>
    {children}
  </a>
);

const NextMeeting = ({ at }: { at: string | undefined }) => {
  if (at === undefined) return <span class="muted">None planned</span>;
  if (at !== 'Now') return <>{at}</>;
  return (
    <State is="working" tone="going">
      Now
    </State>
  );
};

const Part = ({
  title,
  count,
  link,
  to,
  of,
}: {
  title: string;
  count: number;
  link: string;
  to: string;
  of: readonly RowEntry[];
}) => (
  <>
    <div class="sec-head">
      <h3 class="small">{title}</h3>
      <span class="count">{count}</span>
      <a class="end" href={to}>
        {link}
      </a>
    </div>
    <Rows of={of} />
  </>
);

const activity = [
  {
    who: 'Ingrid Solheim',
    did: 'started the discussion of',
    what: 'Release window for fare engine 4.2',
    at: '10:22',
  },
  {
    who: 'Amara Okafor',
    did: 'recorded an opinion on',
    what: 'Release window for fare engine 4.2',
    at: '09:51',
  },
  {
    who: 'Henrik Aas',
    did: 'assigned the role Member to',
    what: 'Chiara Benedetti',
    at: 'Yesterday, 16:08',
  },
  {
    who: 'Maeve Gallagher',
    did: 'submitted a proposal to',
    what: 'IT Governance Board',
    at: '17 Nov',
  },
];

const Summary = () => (
  <>
    <Section id="next" title="Next meeting" end={<a href="/design/outlook">Outlook</a>}>
      <DescriptionList
        of={[
          ['Committee', 'Data Protection Panel'],
          ['When', 'Thursday 26 November, 13:00'],
          ['Where', 'Online'],
        ]}
      />
    </Section>
    <Section id="activity" title="Recent activity" end={<a href="/design/audit">Audit log</a>}>
      <Timeline
        of={activity.map(({ who, did, what, at }) => ({
          key: who,
          text: (
            <>
              <strong>{who}</strong> {did} <PlainLink to="/design/tor">{what}</PlainLink>
            </>
          ),
          note: at,
        }))}
      />
    </Section>
    <Section id="overview" title="Overview">
      <Facts
        of={[
          { label: 'Users', value: 48, to: '/design/users' },
          { label: 'Roles', value: 6, to: '/design/roles' },
          { label: 'Positions', value: 61, to: '/design/tor' },
          { label: 'Pending', value: 3, to: '/design/workflow' },
        ]}
      />
    </Section>
  </>
);
