import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { fieldsOf } from '../committees/index.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { DescriptionList, Lines } from '../ui/list.tsx';
import { dayInWords } from '../ui/moments.ts';
import { Note } from '../ui/note.tsx';
import { Section } from '../ui/section.tsx';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { State } from '../ui/word.tsx';
import { WordDiff } from '../ui/word-diff.tsx';
import type { AdoptedVersion, TorText } from './adopted-version.ts';
import { changesBetween, versionOn } from './rules.ts';
import { texts } from './texts.ts';

interface VersionsProps {
  readonly committee: Committee;
  readonly today: string;
  /** Newest first. */
  readonly versions: readonly AdoptedVersion[];
  readonly mayAdopt: boolean;
}

/** Adopted versions of a committee, and whether its text has changed since (spec adopted-versions#pages). */
export const versionsPage = (props: VersionsProps): VNode => {
  const { committee, versions, mayAdopt } = props;
  const [latest] = versions;
  const home = `/tor/${committee.id}/versions`;
  return (
    <CommitteePage
      committee={committee}
      tab="versions"
      title={texts.title}
      lead={texts.lead}
      action={
        mayAdopt &&
        hasChanges(committee, latest) && (
          <LinkButton to={`${home}/new`} kind="primary" icon="check">
            {texts.adopt}
          </LinkButton>
        )
      }
    >
      {latest === undefined ? (
        <EmptyState icon="charter" title={texts.none}>
          {texts.noneMore}
        </EmptyState>
      ) : (
        <>
          <Standing committee={committee} latest={latest} />
          <SimpleTable
            caption={texts.title}
            of={versions}
            rowKey={({ number }) => number}
            columns={columnsOf(props)}
          />
          <ByDay home={home} today={props.today} />
        </>
      )}
    </CommitteePage>
  );
};

const hasChanges = (text: TorText, latest: AdoptedVersion | undefined): boolean =>
  latest === undefined || changesBetween(latest, text).length > 0;

const Standing = ({ committee, latest }: { committee: Committee; latest: AdoptedVersion }) => {
  const changed = changesBetween(latest, committee).length;
  return changed === 0 ? (
    <p class="muted">{texts.current}</p>
  ) : (
    <Note tone="warning">
      <p>
        {texts.draft(changed, latest.number)}{' '}
        <a href={`/tor/${committee.id}/versions/${latest.number}/compare`}>
          {texts.comparison(latest.number)}
        </a>
      </p>
    </Note>
  );
};

const columnsOf = ({
  committee,
  today,
  versions,
}: VersionsProps): readonly SimpleColumn<AdoptedVersion>[] => {
  const current = versionOn(versions, today);
  const home = `/tor/${committee.id}/versions`;
  return [
    {
      label: texts.columns.version,
      header: true,
      cell: (version) => (
        <>
          <a href={`${home}/${version.number}`}>{texts.name(version.number)}</a>
          {version === current && (
            <span class="sub">
              <State is="done" tone="good">
                {texts.inForce}
              </State>
            </span>
          )}
        </>
      ),
    },
    { label: texts.columns.adoptedOn, cell: ({ adoptedOn }) => dayInWords(adoptedOn) },
    { label: texts.columns.decision, cell: ({ decision }) => decision },
    { label: texts.columns.adoptedBy, minor: true, cell: ({ adoptedBy }) => adoptedBy },
    {
      label: texts.columns.actions,
      actions: true,
      cell: ({ number }) => (
        <LinkButton
          to={`${home}/${number}/compare`}
          kind="quiet"
          small
          icon="columns"
          label={texts.compare(number)}
        />
      ),
    },
  ];
};

/** A day to show the text of; a plain form, so its address can be kept. */
const ByDay = ({ home, today }: { home: string; today: string }) => (
  <form class="bar gap-t" action={`${home}/on`} aria-label={texts.byDay}>
    <label class="small" for="day">
      {texts.byDay}
    </label>
    <input
      class="input sm fit"
      id="day"
      type="date"
      name="day"
      value={today}
      max={today}
      required
    />
    <Button small type="submit">
      {texts.show}
    </Button>
  </form>
);

interface VersionProps {
  readonly committee: Committee;
  readonly version: AdoptedVersion;
}

/** One adopted text, as it reads on paper. */
export const versionPage = ({ committee, version }: VersionProps): VNode => {
  const home = `/tor/${committee.id}/versions`;
  return (
    <CommitteePage
      committee={committee}
      tab="versions"
      title={texts.name(version.number)}
      lead={texts.print}
      crumbs={[{ label: texts.title, to: home }]}
      action={
        <>
          <LinkButton to={`${home}/${version.number}/export.pdf`} icon="download" download>
            {texts.pdf}
          </LinkButton>
          <LinkButton to={`${home}/${version.number}/export.md`} icon="download" download>
            {texts.markdown}
          </LinkButton>
          <LinkButton to={`${home}/${version.number}/compare`} icon="columns">
            {texts.compareWith}
          </LinkButton>
        </>
      }
    >
      <Section id="adoption" title={texts.facts.title} quiet>
        <DescriptionList
          of={[
            [texts.facts.adoptedOn, dayInWords(version.adoptedOn)],
            [texts.facts.decision, version.decision],
            [
              texts.facts.adoptedBy,
              <>
                {version.adoptedBy}, <Time at={version.adoptedAt} style="moment" />
              </>,
            ],
          ]}
        />
      </Section>
      <Section id="text" title={texts.text}>
        <DescriptionList
          of={fieldsOf(version).map(({ label, text }) => [
            label,
            text.includes('\n') ? <Lines of={[...new Set(text.split('\n'))]} /> : text,
          ])}
        />
      </Section>
    </CommitteePage>
  );
};

/** The changes since a version, field by field and word by word. */
export const comparePage = ({ committee, version }: VersionProps): VNode => {
  const changes = changesBetween(version, committee);
  return (
    <CommitteePage
      committee={committee}
      tab="versions"
      title={texts.comparison(version.number)}
      crumbs={[{ label: texts.title, to: `/tor/${committee.id}/versions` }]}
    >
      <Changes of={changes} />
    </CommitteePage>
  );
};

const Changes = ({ of }: { of: ReturnType<typeof changesBetween> }) =>
  of.length === 0 ? (
    <p class="muted">{texts.current}</p>
  ) : (
    <>
      {of.map(({ key, label, before, after }) => (
        <Section key={key} id={`changed-${key}`} title={label}>
          <WordDiff before={before} after={after} label={label} />
        </Section>
      ))}
    </>
  );

interface AdoptionProps {
  readonly committee: Committee;
  readonly today: string;
  readonly latest: AdoptedVersion | undefined;
  readonly state?: FormState | undefined;
}

/** The form that adopts the current text, with what it changes. */
export const adoptionPage = ({ committee, today, latest, state }: AdoptionProps): VNode => {
  const number = (latest?.number ?? 0) + 1;
  const home = `/tor/${committee.id}/versions`;
  return (
    <CommitteePage
      committee={committee}
      tab="versions"
      title={texts.form.title}
      lead={texts.form.lead(number)}
      crumbs={[{ label: texts.title, to: home }]}
    >
      <Form
        to={home}
        state={state ?? freshForm({ adopted_on: today })}
        submit={texts.form.submit(number)}
        cancel={home}
        hidden={{ seen_version: committee.version }}
      >
        <TextField name="adopted_on" label={texts.form.adoptedOn} type="date" width="s" required />
        <TextField
          name="decision"
          label={texts.form.decision}
          help={texts.form.decisionHelp}
          most={500}
          required
        />
      </Form>
      {latest !== undefined && (
        <Section id="changes" title={texts.form.changes}>
          <Changes of={changesBetween(latest, committee)} />
        </Section>
      )}
    </CommitteePage>
  );
};
