import type { ComponentChildren, VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { dayTitle, nextMeeting } from '../calendar/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { DependenciesSection } from '../dependencies/index.ts';
import { PositionsSection } from '../positions/index.ts';
import { ProtocolSection } from '../protocol/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { RowMenu } from '../ui/dropdown.tsx';
import { SharedForm } from '../ui/form.tsx';
import { DescriptionList, Lines } from '../ui/list.tsx';
import { Prose, Section, Split } from '../ui/section.tsx';
import { Code, State } from '../ui/word.tsx';
import type { Overview } from './committee.ts';
import { lifeOf } from './pages.tsx';
import { cadenceInWords, entriesOf, isWebAddress, lacksDay } from './present.ts';
import type { Reader } from './reader.ts';
import { texts } from './texts.ts';

const words = texts.overview;

interface OverviewProps extends Overview {
  readonly committee: Committee;
  readonly isRunning: boolean;
  readonly may: Reader;
}

/** The first page of a committee: what it is for, who is in it, when it meets. */
export const overviewPage = (props: OverviewProps): VNode => {
  const { committee, may, positions, steps, dependencies } = props;
  const { id } = committee;
  return (
    <CommitteePage committee={committee} tab="overview" action={<Actions {...props} />}>
      <Split label={words.about} aside={<Aside {...props} />}>
        <Purpose committee={committee} />
        <PositionsSection
          positions={positions}
          committee={committee}
          canManage={may.manageMembers}
          canEdit={may.edit}
        />
        <ProtocolSection committee={id} steps={steps} mayChange={may.edit} />
        <DependenciesSection committee={id} dependencies={dependencies} mayChange={may.edit} />
      </Split>
    </CommitteePage>
  );
};

const Actions = ({ committee: { id }, isRunning, may }: OverviewProps) => {
  if (!may.edit && !may.create) return null;
  const copy = { label: texts.menu.copy, icon: 'plus', to: `/tor/new?from=${id}` } as const;
  return (
    <>
      {may.edit && (
        <LinkButton to={`/tor/${id}/edit`} icon="edit">
          {texts.menu.edit}
        </LinkButton>
      )}
      <SharedForm id="committee" of={{ back: `/tor/${id}` }} />
      <RowMenu
        large
        label={texts.menu.more}
        actions={[may.create ? [copy] : [], lifeOf({ id, isRunning }, may, 'committee')]}
      />
    </>
  );
};

interface Of {
  readonly committee: Committee;
}

const Purpose = ({ committee: { properties } }: Of) => {
  const objectives = entriesOf(properties['objectives']);
  const { description = '', focus_scope: scope = '' } = properties;
  const isEmpty = description === '' && scope === '' && objectives.length === 0;
  return (
    <Section id="purpose" title={words.purpose} quiet>
      {isEmpty && <p class="muted">{words.noPurpose}</p>}
      <Prose>
        {description !== '' && <Paragraphs of={description} />}
        {scope !== '' && (
          <>
            <h3>{words.scope}</h3>
            <Paragraphs of={scope} />
          </>
        )}
        {objectives.length > 0 && (
          <>
            <h3>{words.objectives}</h3>
            <ul>
              {objectives.map((objective) => (
                <li key={objective}>{objective}</li>
              ))}
            </ul>
          </>
        )}
      </Prose>
    </Section>
  );
};

const Paragraphs = ({ of }: { of: string }) => (
  <>
    {of
      .split(/\n{2,}/)
      .filter((part) => part.trim() !== '')
      .map((part) => (
        <p key={part}>{part}</p>
      ))}
  </>
);

const Aside = ({ committee: { name, properties }, ahead }: OverviewProps) => {
  const part = (id: string, title: string, of: readonly Fact[]) =>
    of.some(([, value]) => hasValue(value)) && (
      <Section id={id} title={title}>
        <DescriptionList of={of} />
      </Section>
    );
  return (
    <>
      <Section id="next" title={words.next}>
        <Next ahead={ahead} />
      </Section>
      {part('schedule', words.schedule, scheduleOf(properties))}
      {part('identity', words.identity, identityOf(name, properties))}
      {part('exchange', words.exchange, [
        [texts.fields.inputs_required, linesOf(properties['inputs_required'])],
        [texts.fields.outputs_expected, linesOf(properties['outputs_expected'])],
        [texts.fields.invite_policy, properties['invite_policy']],
      ])}
      {part('operation', words.operation, [
        [texts.fields.phase_scheduling, properties['phase_scheduling']],
        [texts.fields.info_platform, properties['info_platform']],
      ])}
    </>
  );
};

const Next = ({ ahead }: Pick<OverviewProps, 'ahead'>) => {
  const meeting = nextMeeting(ahead);
  if (meeting === undefined) return <p class="small muted">{words.noNext}</p>;
  const { date, time, status } = meeting;
  return (
    <>
      <p class="small">
        <time dateTime={`${date}T${time}`}>{words.nextAt(dayTitle(date), time)}</time>
      </p>
      {status === 'projected' && <p class="small muted">{words.projected}</p>}
    </>
  );
};

type Fact = readonly [term: string, value: ComponentChildren];
type Properties = Committee['properties'];

const hasValue = (value: ComponentChildren): boolean => value !== undefined && value !== '';

function scheduleOf(properties: Properties): readonly Fact[] {
  const {
    meeting_cadence: cadence = 'ad-hoc',
    cadence_day: day = '',
    cadence_time: time,
    cadence_duration_minutes: minutes = '60',
  } = properties;
  const when = cadenceInWords({ cadence, day });
  const length = texts.duration(Number(minutes));
  return [
    [
      texts.fields.meeting_cadence,
      lacksDay({ cadence, day }) ? <State is="warning">{when}</State> : when,
    ],
    [texts.fields.cadence_time, time ? words.timeAndLength(time, length) : length],
    [texts.fields.default_location, properties['default_location']],
    [texts.fields.remote_url, linkTo(properties['remote_url'], words.meetingLink)],
  ];
}

const identityOf = (name: string, properties: Properties): readonly Fact[] => [
  [texts.fields.tor_number, properties['tor_number']],
  [words.internalName, <Code key="name">{name}</Code>],
  [texts.fields.organization, properties['organization']],
  [texts.fields.classification, properties['classification']],
  [texts.fields.version, properties['version']],
  [texts.fields.poc_contact, properties['poc_contact']],
  [texts.fields.background_repo_url, linkTo(properties['background_repo_url'], words.repository)],
];

function linesOf(stored: string | undefined): ComponentChildren {
  const entries = entriesOf(stored);
  return entries.length === 0 ? undefined : <Lines of={entries} />;
}

/** A link in a new tab. An imported text that is no web address stays text. */
function linkTo(address: string | undefined, label: string): ComponentChildren {
  if (address === undefined || !isWebAddress(address)) return address;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  );
}
