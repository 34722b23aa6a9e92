import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { CheckField, ComboboxField, choicesOf, RadiosField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { ConfirmPage } from '../ui/question-page.tsx';
import { TextAreaField, TextField } from '../ui/text-field.tsx';
import type { Dependency } from './dependency.ts';
import { kinds } from './schema.ts';
import { texts } from './texts.ts';

interface FormPageProps {
  readonly committee: Committee;
  /** The first committees to choose from; others are searched. */
  readonly candidates: readonly { readonly id: string; readonly label: string }[];
  readonly state?: FormState | undefined;
}

/** The form of a new dependency. */
export const formPage = ({ committee, candidates, state }: FormPageProps): VNode => {
  const home = `/tor/${committee.id}`;
  return (
    <CommitteePage committee={committee} tab="overview" title={texts.add}>
      <Form
        to={`${home}/dependencies`}
        state={state ?? freshForm({ relation_type: 'feeds_into' })}
        submit={texts.create}
        cancel={home}
      >
        <ComboboxField
          name="target_tor_id"
          label={texts.committee}
          options={choicesOf(candidates)}
          source={`${home}/dependencies/candidates`}
        />
        <RadiosField
          name="relation_type"
          label={texts.kind}
          options={kinds.map((value) => ({ value, label: texts.kinds[value] }))}
        />
        <TextField name="output_types" label={texts.outputs} help={texts.outputsHelp} optional />
        <TextAreaField name="description" label={texts.description} most={5000} optional />
        <CheckField name="is_blocking" label={texts.isBlocking} />
      </Form>
    </CommitteePage>
  );
};

/** Asks before a dependency is removed. */
export const removePage = (
  { id, label }: Pick<Committee, 'id' | 'label'>,
  { id: relation, other }: Dependency,
): VNode => (
  <ConfirmPage
    title={texts.question(other.label)}
    short={texts.confirm}
    crumbs={[{ label, to: `/tor/${id}` }]}
    to={`/tor/${id}/dependencies/${relation}/delete`}
    confirm={texts.confirm}
    keep={texts.keep}
    back={`/tor/${id}`}
  >
    <p>{texts.removal}</p>
  </ConfirmPage>
);
