import { capabilities } from '../authority/index.ts';
import { Button } from '../ui/button.tsx';
import { CheckField, choicesOf, SelectField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { NumberField, TextField } from '../ui/text-field.tsx';
import type { Status, Transition } from '../workflow/index.ts';
import type { Built } from './built.ts';
import { texts } from './texts.ts';

/** The stored fields of a status, as its form names them. */
export const statusForm = ({ label, order, isInitial, isTerminal }: Status): FormState =>
  freshForm({
    ...{ label, order: String(order) },
    ...(isInitial && { is_initial: 'true' }),
    ...(isTerminal && { is_terminal: 'true' }),
  });

/** The stored fields of a transition, as its form names them. */
export const transitionForm = (transition: Transition): FormState =>
  freshForm({
    label: transition.label,
    required_permission: transition.permission ?? '',
    required_capability: transition.capability ?? '',
    condition: transition.condition ?? '',
    ...(transition.needsOutcome && { requires_outcome: 'true' }),
  });

export const StatusFields = () => {
  const own = texts.statuses;
  return (
    <>
      <TextField name="label" label={own.label} width="m" most={255} />
      <NumberField name="order" label={own.order} width="xs" optional />
      <CheckField name="is_initial" label={own.isInitial} />
      <CheckField name="is_terminal" label={own.isTerminal} />
    </>
  );
};

export const NewStatusForm = ({ scope, order }: { scope: string; order: number }) => (
  <Form
    to={`/workflow/builder/${scope}/statuses`}
    id="status"
    label={texts.statuses.add}
    state={freshForm({ order: String(order) })}
    submit={texts.statuses.add}
  >
    <TextField
      name="status_code"
      label={texts.statuses.code}
      help={texts.statuses.codeHelp}
      width="m"
      most={63}
      code
    />
    <StatusFields />
  </Form>
);

export const TransitionFields = ({ permissions }: Pick<Built, 'permissions'>) => {
  const own = texts.transitions;
  return (
    <>
      <TextField name="label" label={own.label} help={own.labelHelp} width="m" most={255} />
      <SelectField
        name="required_permission"
        label={own.permission}
        empty={own.anyone}
        optional
        options={permissions.map(({ code, label }) => ({
          value: code,
          label: `${label} (${code})`,
        }))}
      />
      <SelectField
        name="required_capability"
        label={own.capability}
        empty={own.noCapability}
        optional
        options={capabilities.map((code) => ({ value: code, label: code }))}
      />
      <TextField
        name="condition"
        label={own.condition}
        help={own.conditionHelp}
        width="m"
        most={1000}
        code
        optional
      />
      <CheckField name="requires_outcome" label={own.needsOutcome} />
    </>
  );
};

export const NewTransitionForm = ({ built: { definition, permissions } }: { built: Built }) => {
  const own = texts.transitions;
  const options = choicesOf(definition.statuses);
  return (
    <Form
      to={`/workflow/builder/${definition.scope}/transitions`}
      id="transition"
      label={own.add}
      submit={own.add}
    >
      <SelectField name="from_status_id" label={own.from} empty={own.choose} options={options} />
      <SelectField name="to_status_id" label={own.to} empty={own.choose} options={options} />
      <TransitionFields permissions={permissions} />
    </Form>
  );
};

/** The button that tries a change on the items without saving it. */
export const CheckButton = ({ to }: { to: string }) => (
  <Button type="submit" formaction={to}>
    {texts.transitions.check}
  </Button>
);
