import type { VNode } from 'preact';
import { type Committee, capabilities } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { Check, RadiosField } from '../ui/choice-field.tsx';
import { FieldGroup } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm, single } from '../ui/form-state.ts';
import { NumberField, TextAreaField, TextField } from '../ui/text-field.tsx';
import type { PositionView } from './position.ts';
import { memberships, votings } from './schema.ts';
import { texts } from './texts.ts';

const { fields } = texts;

interface PositionFormProps {
  readonly committee: Committee;
  /** The position to change; omitted: a new one. */
  readonly view?: PositionView;
  readonly back: string;
  readonly state?: FormState | undefined;
}

/** The form of a position, or of a new one (spec positions#fields). */
export const positionForm = ({ committee, view, back, state }: PositionFormProps): VNode => {
  const all = `/tor/${committee.id}/functions`;
  const shown = state ?? freshForm(view === undefined ? newValues : valuesOf(view));
  return (
    <CommitteePage
      committee={committee}
      tab="positions"
      title={view?.position.label ?? texts.form.createTitle}
      crumbs={[{ label: texts.title, to: `/tor/${committee.id}/positions` }]}
    >
      <Form
        to={view === undefined ? all : `${all}/${view.position.id}`}
        state={shown}
        submit={view === undefined ? texts.form.create : texts.form.save}
        cancel={back}
        hidden={{ back, ...(view === undefined ? {} : { version: view.version }) }}
      >
        <TextField name="label" label={fields.label} help={fields.labelHelp} width="m" most={100} />
        <TextField
          name="name"
          label={fields.name}
          help={fields.nameHelp}
          width="m"
          most={50}
          code
        />
        <TextAreaField name="description" label={fields.description} most={500} optional />
        <TextField name="category" label={fields.category} width="m" most={255} optional />
        <RadiosField
          name="membership_type"
          label={fields.membership}
          options={memberships.map((value) => ({
            value,
            label: texts.membership[value],
            help: texts.membershipHelp[value],
          }))}
        />
        <NumberField name="seats" label={fields.seats} help={fields.seatsHelp} min={1} max={999} />
        <RadiosField
          name="voting"
          label={fields.voting}
          options={votings.map((value) => ({
            value,
            label: texts.voting[value],
            help: texts.votingHelp[value],
          }))}
        />
        <NumberField
          name="vote_weight"
          label={fields.weight}
          help={fields.weightHelp}
          min={1}
          max={99}
        />
        <FieldGroup name="can" label={fields.capabilities} help={fields.capabilitiesHelp} optional>
          {capabilities.map((capability) => (
            <Check
              key={capability}
              name={capability}
              label={texts.capability[capability]}
              checked={single(shown.values[capability]) === 'true'}
            />
          ))}
        </FieldGroup>
      </Form>
    </CommitteePage>
  );
};

const newValues = {
  membership_type: 'optional',
  seats: '1',
  voting: 'voting',
  vote_weight: '1',
};

const valuesOf = ({ position }: PositionView): FormState['values'] => ({
  name: position.name,
  label: position.label,
  description: position.description,
  category: position.category,
  membership_type: position.isMandatory ? 'mandatory' : 'optional',
  seats: String(position.seats),
  voting: position.isVoting ? 'voting' : 'advisory',
  vote_weight: String(position.voteWeight),
  ...Object.fromEntries(position.capabilities.map((capability) => [capability, 'true'])),
});
