import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import type { PaperLine } from '../documents/index.ts';
import { MeetingFrame, membersOf } from '../meetings/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { ChecksField } from '../ui/choice-field.tsx';
import { RowMenu } from '../ui/dropdown.tsx';
import { Form } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import { DescriptionList } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { Section, Split } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import { Code, State } from '../ui/word.tsx';
import { PackBody } from './body.tsx';
import type { FoundPack, Pack, PackReader } from './pack.ts';
import { texts } from './texts.ts';

const words = texts.page;

interface PackPageProps extends FoundPack {
  readonly committee: Committee;
  /** Id of the user. */
  readonly reader: string;
  /** Whether the reader may see who has read it. */
  readonly seesReaders: boolean;
}

/** An issued pack: what it says, its hash, and who has read it (spec meeting-pack#page). */
export const packPage = (props: PackPageProps): VNode => {
  const { committee, meeting, pack, seesReaders } = props;
  const latest = pack.versions[0]?.number ?? pack.number;
  const packs = `/tor/${committee.id}/meetings/${meeting.id}/packs`;
  return (
    <MeetingFrame
      committee={committee}
      meeting={meeting}
      title={texts.title(pack.number)}
      action={<Actions at={`${packs}/${pack.number}`} />}
    >
      {latest > pack.number && (
        <Note tone="warning">
          <p class="acts">
            {words.superseded(latest)}
            <LinkButton to={`${packs}/${latest}`} small>
              {words.openLatest}
            </LinkButton>
          </p>
        </Note>
      )}
      <Split
        label={words.aside}
        aside={
          <>
            <Reading {...props} at={`${packs}/${pack.number}`} />
            {seesReaders && <Readers {...props} />}
            <Record of={pack} packs={packs} />
          </>
        }
      >
        <PackBody of={pack.content} />
      </Split>
    </MeetingFrame>
  );
};

const Actions = ({ at }: { at: string }) => (
  <>
    <RowMenu
      large
      label={words.more}
      actions={[
        [
          { label: words.print, icon: 'document', to: `${at}/export` },
          { label: words.record, icon: 'download', to: `${at}/record.json` },
        ],
      ]}
    />
    <LinkButton to={`${at}/export.pdf`} icon="download" download>
      {words.pdf}
    </LinkButton>
  </>
);

const Reading = ({ pack, reader, at }: PackPageProps & { at: string }) => {
  const own = pack.readers.find(({ userId }) => userId === reader);
  return (
    <Section id="reading" title={words.yours}>
      {own?.readAt ? (
        <p>
          <State is="done" tone="good">
            {words.wasRead}
          </State>
        </p>
      ) : (
        <>
          <p class="small muted">{words.askRead}</p>
          <PostButton to={`${at}/read`} class="acts gap-t" kind="primary">
            {words.markRead}
          </PostButton>
        </>
      )}
    </Section>
  );
};

/** Members of the committee on the day of the meeting, and others who opened the pack. */
const Readers = ({ pack, meeting }: PackPageProps) => {
  const members = membersOf(meeting);
  const byId = new Map(pack.readers.map((one) => [one.userId, one]));
  const others = pack.readers.filter(({ userId }) => members.every(({ id }) => id !== userId));
  const read = members.filter(({ id }) => byId.get(id)?.readAt).length;
  return (
    <Section id="readers" title={words.readers} count={words.count(read, members.length)}>
      {members.length === 0 && <p class="small muted">{words.nobody}</p>}
      <DescriptionList
        of={[
          ...members.map(
            ({ id, label }) => [label, <StateOf key={id} of={byId.get(id)} />] as const,
          ),
          ...others.map((one) => [one.reader, <StateOf key={one.userId} of={one} />] as const),
        ]}
      />
    </Section>
  );
};

const StateOf = ({ of }: { of: PackReader | undefined }) => {
  if (of === undefined) return <State is="waiting">{words.notOpened}</State>;
  return (
    <>
      {of.readAt === null ? (
        <State is="working" tone="going">
          {words.opened}
        </State>
      ) : (
        <State is="done" tone="good">
          {words.read}
        </State>
      )}
      <span class="sub">
        <Time at={new Date(of.readAt ?? of.openedAt)} style="moment" />
      </span>
    </>
  );
};

const Record = ({ of: pack, packs }: { of: Pack; packs: string }) => (
  <Section id="record" title={words.about}>
    <DescriptionList
      of={[
        [
          texts.facts.issued,
          <>
            <Time key="issued" at={new Date(pack.issuedAt)} style="moment" />{' '}
            {words.issued(pack.issuedBy)}
          </>,
        ],
        [texts.facts.classification, pack.content.classification],
        [texts.facts.hash, <Code key="hash">{pack.sha256}</Code>],
      ]}
    />
    {pack.isIntact ? (
      <p class="small muted gap-t">{words.intact}</p>
    ) : (
      <Note tone="error">{words.broken}</Note>
    )}
    {pack.versions.length > 1 && (
      <ul role="list" class="gap-t" aria-label={words.versions}>
        {pack.versions.map(({ number, issuedAt }) => (
          <li key={number}>
            {number === pack.number ? (
              words.current(number)
            ) : (
              <a href={`${packs}/${number}`}>{texts.version(number)}</a>
            )}
            <span class="sub">
              <Time at={new Date(issuedAt)} style="moment" />
            </span>
          </li>
        ))}
      </ul>
    )}
  </Section>
);

interface IssuePageProps {
  readonly committee: Committee;
  readonly meeting: Pick<FoundPack['meeting'], 'id' | 'date' | 'properties'>;
  readonly papers: readonly PaperLine[];
  readonly state: FormState;
}

/** The form that issues a pack (spec meeting-pack#issue). */
export const issuePage = ({ committee, meeting, papers, state }: IssuePageProps): VNode => {
  const detail = `/tor/${committee.id}/meetings/${meeting.id}`;
  return (
    <MeetingFrame committee={committee} meeting={meeting} title={texts.issue.title}>
      <Form to={`${detail}/packs`} state={state} submit={texts.issue.submit} cancel={detail}>
        <p>{texts.issue.lead}</p>
        {papers.length === 0 ? (
          <p class="muted">{texts.issue.noPapers}</p>
        ) : (
          <ChecksField
            name="document_id"
            label={texts.issue.papers}
            help={texts.issue.papersHelp}
            optional
            options={papers.map(({ id, title, version }) => ({
              ...{ value: id, label: texts.issue.option(title, version) },
            }))}
          />
        )}
      </Form>
    </MeetingFrame>
  );
};
