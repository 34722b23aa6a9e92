import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { Note } from '../ui/note.tsx';
import { Section } from '../ui/section.tsx';
import { TextAreaField, TextField } from '../ui/text-field.tsx';
import { WordDiff } from '../ui/word-diff.tsx';
import { listOf } from './pages.tsx';
import { most, type ShownProposal } from './proposal.ts';
import { texts } from './texts.ts';

const { fields } = texts;

interface ProposalFormProps {
  readonly committee: Committee;
  /** The proposal to change; omitted: a new one. */
  readonly proposal?: ShownProposal | undefined;
  readonly state?: FormState | undefined;
  /** The description that the form was based on, if another user saved a different one since. */
  readonly meanwhile?: { readonly typed: string } | undefined;
}

/** The form of a proposal, or of a new one (spec proposals#fields). */
export const proposalForm = ({
  committee,
  proposal,
  state,
  meanwhile,
}: ProposalFormProps): VNode => {
  const all = `/tor/${committee.id}/proposals`;
  const to = proposal === undefined ? all : `${all}/${proposal.id}`;
  return (
    <CommitteePage
      committee={committee}
      tab="workflow"
      title={proposal === undefined ? texts.form.create : texts.form.edit(proposal.title)}
      crumbs={[
        { label: texts.title, to: listOf(committee) },
        ...(proposal === undefined ? [] : [{ label: proposal.title, to }]),
      ]}
    >
      {proposal !== undefined && meanwhile !== undefined && (
        <Section id="meanwhile" title={texts.form.meanwhile}>
          <Note tone="warning">{texts.form.meanwhileMore}</Note>
          <WordDiff before={meanwhile.typed} after={proposal.description} />
        </Section>
      )}
      <Form
        to={to}
        state={state ?? freshForm(proposal === undefined ? {} : valuesOf(proposal))}
        submit={proposal === undefined ? texts.form.submit : texts.form.save}
        cancel={proposal === undefined ? listOf(committee) : to}
        {...(proposal === undefined ? {} : { hidden: { version: proposal.version } })}
        draft={`proposal ${proposal?.id ?? `new ${committee.id}`}`}
      >
        <TextField
          name="title"
          label={fields.title}
          help={fields.titleHelp(most.title)}
          most={most.title}
        />
        <TextAreaField
          name="description"
          label={fields.description}
          help={fields.descriptionHelp}
          rows={10}
          most={most.description}
        />
        <TextAreaField
          name="rationale"
          label={fields.rationale}
          help={fields.rationaleHelp}
          rows={5}
          most={most.rationale}
        />
      </Form>
    </CommitteePage>
  );
};

const valuesOf = ({ title, description, rationale }: ShownProposal): FormState['values'] => ({
  title,
  description,
  rationale,
});
