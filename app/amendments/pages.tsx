import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { Markdown } from '../markdown/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { DescriptionList } from '../ui/list.tsx';
import { Person } from '../ui/person.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { Section, Split } from '../ui/section.tsx';
import { TextAreaField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { State } from '../ui/word.tsx';
import { WordDiff } from '../ui/word-diff.tsx';
import {
  type Amended,
  type Amendment,
  amendmentsOf,
  type Field,
  fieldsOf,
  mostIn,
  type TargetPath,
} from './amendment.ts';
import { AmendmentRows, AmendmentState } from './panel.tsx';
import { applied, type Part, partsOf } from './rules.ts';
import { texts } from './texts.ts';

interface AmendedProps {
  readonly committee: Committee;
  readonly path: TargetPath;
  readonly amended: Amended;
}

const frameOf = ({ committee, path, amended }: AmendedProps, isList = false) => ({
  committee,
  tab: 'workflow' as const,
  crumbs: [
    { label: amended.label, to: amended.page },
    ...(isList ? [] : [{ label: texts.title, to: amendmentsOf(path) }]),
  ],
});

/** All amendments of an item. */
export const amendmentsPage = (props: AmendedProps): VNode => {
  const { path, amended } = props;
  return (
    <CommitteePage
      {...frameOf(props, true)}
      title={texts.title}
      lead={texts.lead(amended.label)}
      action={
        amended.isOpen && (
          <LinkButton to={`${amendmentsOf(path)}/new`} icon="plus">
            {texts.propose}
          </LinkButton>
        )
      }
    >
      {amended.amendments.length === 0 ? (
        <p class="muted">{texts.none}</p>
      ) : (
        <AmendmentRows of={amended.amendments} path={path} />
      )}
    </CommitteePage>
  );
};

/** The form of a new amendment: the text as it is, to be changed. */
export const newAmendmentPage = ({
  field,
  state,
  ...props
}: AmendedProps & { readonly field: Field; readonly state?: FormState | undefined }): VNode => {
  const { path, amended } = props;
  const to = amendmentsOf(path);
  const others = fieldsOf(path.kind).filter((each) => each !== field);
  return (
    <CommitteePage {...frameOf(props)} title={texts.form.title(texts.fieldOf[field])}>
      {others.map((other) => (
        <p key={other}>
          <a href={`${to}/new?field=${other}`}>{texts.form.other(texts.fieldOf[other])}</a>
        </p>
      ))}
      <Form
        to={to}
        state={state ?? freshForm({ text: amended[field] })}
        hidden={{ field, version: amended.version }}
        submit={texts.form.submit}
        cancel={amended.page}
      >
        <TextAreaField
          name="text"
          label={texts.fields.text}
          help={texts.fields.textHelp}
          rows={12}
          most={mostIn(path.kind, field)}
        />
        <TextAreaField
          name="reason"
          label={texts.fields.reason}
          help={texts.fields.reasonHelp}
          most={2000}
          optional
        />
      </Form>
    </CommitteePage>
  );
};

interface AmendmentPageProps extends AmendedProps {
  readonly amendment: Amendment;
  /** Whether the reader may decide on amendments of others here. */
  readonly decides: boolean;
  /** Id of the reader. */
  readonly reader: string;
}

/** One amendment: its whole change, and each part with the verdict or the buttons for it. */
export const amendmentPage = (props: AmendmentPageProps): VNode => {
  const { path, amended, amendment, reader } = props;
  const { id, base, proposed, field, author, withdrawnAt, reason } = amendment;
  const name = author ?? texts.unknownUser;
  const isOwn = amendment.authorId === reader;
  const isOpen = amended.isOpen && withdrawnAt === null;
  const hasOpenParts = amendment.decided.length < amendment.parts;
  return (
    <CommitteePage
      {...frameOf(props)}
      title={texts.one.title(texts.fieldOf[field], name)}
      action={
        isOwn &&
        isOpen &&
        hasOpenParts && (
          <PostButton to={`${amendmentsOf(path)}/${id}/withdraw`}>{texts.one.withdraw}</PostButton>
        )
      }
    >
      <Split
        label={texts.one.facts}
        aside={
          <Section id="facts" title={texts.one.facts}>
            <DescriptionList
              of={[
                [texts.one.state, <AmendmentState key="state" of={amendment} />],
                [texts.one.proposedBy, <Person key="author" name={name} />],
                [texts.one.date, <Time key="date" at={new Date(amendment.createdAt)} />],
                [texts.one.field, texts.fieldOf[field]],
              ]}
            />
          </Section>
        }
      >
        {reason !== '' && (
          <Section id="reason" title={texts.one.reason}>
            <Markdown text={reason} headings={3} />
          </Section>
        )}
        <Section id="whole" title={texts.one.whole}>
          <WordDiff before={base} after={proposed} label={texts.one.marked} />
        </Section>
        <Section id="parts" title={texts.one.parts}>
          {!amended.isOpen && <p class="small muted">{texts.one.closed}</p>}
          {isOwn && isOpen && hasOpenParts && <p class="small muted">{texts.one.own}</p>}
          <ol class="parts" role="list">
            {partsOf(base, proposed).map((part, index) => (
              <li key={`${part.start}`}>
                <PartOf {...props} part={part} index={index} mayDecide={isOpen && !isOwn} />
              </li>
            ))}
          </ol>
        </Section>
      </Split>
    </CommitteePage>
  );
};

/** Characters around a part that are shown with it. */
const around = 40;

const PartOf = ({
  part,
  index,
  mayDecide,
  path,
  amended,
  amendment,
  decides,
}: AmendmentPageProps & {
  readonly part: Part;
  readonly index: number;
  readonly mayDecide: boolean;
}) => {
  const { base, proposed, field, decided } = amendment;
  const verdict = decided.find((one) => one.part === index);
  const accepted = new Set(
    decided.filter((one) => one.verdict === 'accepted').map((one) => one.part),
  );
  const text = { base, parts: partsOf(base, proposed), accepted };
  const fits = applied(text, index, amended[field]) !== undefined;
  return (
    <article class="panel" aria-label={texts.one.part(index + 1)}>
      <p class="word-diff">
        {part.start > around && '…'}
        {base.slice(Math.max(0, part.start - around), part.start)}
        {part.removed !== '' && <del>{part.removed}</del>}
        {part.added !== '' && <ins>{part.added}</ins>}
        {base.slice(part.end, part.end + around)}
        {part.end + around < base.length && '…'}
      </p>
      <div class="btns">
        {verdict !== undefined && (
          <State
            is={verdict.verdict === 'accepted' ? 'done' : 'ended'}
            tone={verdict.verdict === 'accepted' ? 'good' : 'bad'}
          >
            {verdict.verdict === 'accepted'
              ? texts.one.accepted(verdict.by)
              : texts.one.refusedBy(verdict.by)}
          </State>
        )}
        {verdict === undefined && (
          <>
            <State is="waiting">{texts.one.open}</State>
            {mayDecide && decides && fits && (
              <Verdict path={path} amendment={amendment} part={index} verdict="accepted" />
            )}
            {mayDecide && decides && (
              <Verdict path={path} amendment={amendment} part={index} verdict="refused" />
            )}
          </>
        )}
      </div>
      {verdict === undefined && !fits && amended.isOpen && (
        <p class="small muted">{texts.one.outdated}</p>
      )}
    </article>
  );
};

const Verdict = ({
  path,
  amendment,
  part,
  verdict,
}: Pick<AmendmentPageProps, 'path' | 'amendment'> & {
  readonly part: number;
  readonly verdict: 'accepted' | 'refused';
}) => (
  <PostButton
    to={`${amendmentsOf(path)}/${amendment.id}/parts`}
    fields={{ part: String(part), verdict }}
    small
    kind={verdict === 'accepted' ? 'default' : 'quiet'}
  >
    {verdict === 'accepted' ? texts.one.accept : texts.one.refuse}
    <span class="vh"> {part + 1}</span>
  </PostButton>
);
