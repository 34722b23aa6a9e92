import { Check, type ChoiceOption } from './choice-field.tsx';
import { FieldGroup, type FieldProps, inputClass } from './field.tsx';
import { several, useField } from './form-state.ts';
import { texts } from './texts.ts';

export interface PeopleFieldProps extends FieldProps {
  /** People to choose from; with `source`, at least those who are chosen. */
  readonly options: readonly ChoiceOption[];
  /** Address that responds to `?q=` with `[{value, label}]`, for more people than a page can hold. */
  readonly source?: string;
}

/**
 * Several people: those who are chosen as check boxes, and a field that adds one. All have the name
 * of the field. Without JavaScript each submission adds one.
 */
export const PeopleField = (props: PeopleFieldProps) => {
  const { name, options, source = '', width = 'm', disabled = false } = props;
  const { id, value } = useField(name);
  const chosen = several(value ?? []).filter((one) => one !== '');
  return (
    <FieldGroup {...props}>
      <div class="picked" data-picked={name}>
        {options
          .filter(({ value: one }) => chosen.includes(one))
          .map(({ value: one, label }) => (
            <Check key={one} name={name} value={one} label={label} checked disabled={disabled} />
          ))}
      </div>
      <label class="help" for={id}>
        {texts.people.add}
      </label>
      <select
        id={id}
        class={inputClass(width)}
        name={name}
        disabled={disabled}
        data-combobox={disabled ? undefined : source}
        data-none={texts.form.noChoice}
        data-picks=""
      >
        <option value="">{texts.form.choose}</option>
        {options
          .filter(({ value: one }) => !chosen.includes(one))
          .map(({ value: one, label }) => (
            <option key={one} value={one}>
              {label}
            </option>
          ))}
      </select>
    </FieldGroup>
  );
};
