import { CardsField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { TextAreaField } from '../ui/text-field.tsx';
import { mostRationale } from './decision.ts';
import { texts } from './texts.ts';

/** A course of action that can be chosen, with how many prefer it. */
export interface Choosable {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly count: number;
}

interface DecisionFormProps {
  /** Address that receives it. */
  readonly to: string;
  readonly options: readonly Choosable[];
  readonly state?: FormState | undefined;
  readonly cancel?: string;
  readonly submit?: string;
  /** Id of the course of action that is chosen at first. */
  readonly chosen?: string | undefined;
}

/** The form that records a decision (spec decisions#record). */
export const DecisionForm = ({
  to,
  options,
  state,
  cancel,
  submit = texts.form.submit,
  chosen = '',
}: DecisionFormProps) => {
  const total = options.reduce((sum, { count }) => sum + count, 0);
  if (options.length === 0) return <p class="small muted">{texts.form.none}</p>;
  return (
    <Form
      to={to}
      id="decide"
      state={state ?? freshForm({ selected_coa_id: chosen })}
      submit={submit}
      cancel={cancel}
    >
      <CardsField
        name="selected_coa_id"
        label={texts.form.option}
        options={options.map(({ id, key, title, count }) => ({
          ...{ value: id, label: `${key}. ${title}` },
          ...(total === 0 ? {} : { help: texts.form.prefer(count, total) }),
        }))}
      />
      <TextAreaField
        name="decision_rationale"
        label={texts.form.rationale}
        help={texts.form.rationaleHelp}
        rows={5}
        most={mostRationale}
        optional
      />
    </Form>
  );
};
