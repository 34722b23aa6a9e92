import type { ComponentChildren } from 'preact';
import { Field, FieldGroup, type FieldProps, inputClass } from './field.tsx';
import { several, single, useField } from './form-state.ts';
import { texts } from './texts.ts';

export interface ChoiceOption {
  readonly value: string;
  readonly label: string;
  /** One sentence below the label. */
  readonly help?: string;
  /** Code after the label. */
  readonly code?: string;
  readonly disabled?: boolean;
}

export interface SelectFieldProps extends FieldProps {
  readonly options: readonly ChoiceOption[];
  /** First entry, for no selection. */
  readonly empty?: string;
  /** Further attributes of the control. */
  readonly attributes?: object;
}

/** Entities as the options of a field. */
export const choicesOf = (entities: readonly { readonly id: string; readonly label: string }[]) =>
  entities.map(({ id, label }) => ({ value: id, label }));

export const SelectField = (props: SelectFieldProps) => {
  const { name, width, options, empty, attributes, disabled = false } = props;
  const value = single(props.value ?? useField(name).value);
  return (
    <Field
      {...props}
      control={(control) => (
        <select
          {...control}
          class={inputClass(width)}
          name={name}
          disabled={disabled}
          required={props.optional !== true}
          {...attributes}
        >
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((option) => (
            <option
              key={option.value}
              value={option.value}
              selected={option.value === value}
              disabled={option.disabled ?? false}
            >
              {option.label}
            </option>
          ))}
        </select>
      )}
    />
  );
};

export interface CheckProps {
  readonly name: string;
  readonly value?: string;
  readonly label: ComponentChildren;
  readonly help?: string;
  readonly code?: string;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly id?: string;
  readonly type?: 'checkbox' | 'radio';
  /** Partially selected; needs JavaScript. */
  readonly mixed?: boolean;
  readonly form?: string;
}

/** A check box or radio button with its label. */
export const Check = ({
  label,
  help,
  code,
  type = 'checkbox',
  value = 'true',
  mixed = false,
  ...input
}: CheckProps) => (
  <label class="check">
    <input
      class="tick"
      type={type}
      value={value}
      {...input}
      {...(mixed ? { 'data-mixed': '' } : {})}
    />
    {help === undefined && code === undefined ? (
      <span>{label}</span>
    ) : (
      <span>
        {label}
        {code !== undefined && (
          <>
            {' '}
            <code class="muted">{code}</code>
          </>
        )}
        {help !== undefined && <span class="help">{help}</span>}
      </span>
    )}
  </label>
);

/** A yes-or-no field. Sends nothing if unchecked. */
export const CheckField = ({ name, label, help, disabled = false }: FieldProps) => {
  const { id, value } = useField(name);
  return (
    <Check
      id={id}
      name={name}
      label={label}
      checked={single(value) === 'true'}
      disabled={disabled}
      {...(help === undefined ? {} : { help })}
    />
  );
};

export interface ChoicesFieldProps extends FieldProps {
  readonly options: readonly ChoiceOption[];
}

export interface ChecksFieldProps extends ChoicesFieldProps {
  /** Side by side where there is room, for many short choices. @default false */
  readonly columns?: boolean;
}

/** Any number of choices. */
export const ChecksField = ({ columns = false, ...props }: ChecksFieldProps) => {
  const { id, value } = useField(props.name);
  const chosen = several(value);
  return (
    <FieldGroup {...props}>
      <div {...(columns ? { class: 'columns' } : {})}>
        {props.options.map((option, place) => (
          <Check
            key={option.value}
            {...option}
            name={props.name}
            checked={chosen.includes(option.value)}
            id={place === 0 ? id : `${id}-${place}`}
          />
        ))}
      </div>
    </FieldGroup>
  );
};

/** One of a few choices. */
export const RadiosField = (props: ChoicesFieldProps) => {
  const { id, value } = useField(props.name);
  return (
    <FieldGroup {...props}>
      {props.options.map((option, place) => (
        <Check
          key={option.value}
          {...option}
          type="radio"
          name={props.name}
          checked={option.value === single(value)}
          id={place === 0 ? id : `${id}-${place}`}
        />
      ))}
    </FieldGroup>
  );
};

/** One of a few choices, each with a sentence of explanation. */
export const CardsField = (props: ChoicesFieldProps) => {
  const { id, value } = useField(props.name);
  return (
    <FieldGroup {...props}>
      {props.options.map((option, place) => (
        <label class="choice" key={option.value}>
          <input
            class="tick"
            type="radio"
            name={props.name}
            value={option.value}
            checked={option.value === single(value)}
            disabled={option.disabled ?? false}
            id={place === 0 ? id : `${id}-${place}`}
          />
          <b>{option.label}</b>
          {option.help !== undefined && <span class="muted">{option.help}</span>}
        </label>
      ))}
    </FieldGroup>
  );
};

export interface ComboboxFieldProps extends FieldProps {
  readonly options: readonly ChoiceOption[];
  /**
   * Address that responds to `?q=` with `[{value, label, hint?}]`, for more choices than a page can
   * hold.
   */
  readonly source?: string;
  /** It has the focus when the page opens. */
  readonly hasFocus?: boolean;
}

/** A choice among many: a select that becomes a field with suggestions, with JavaScript. */
export const ComboboxField = ({ source, hasFocus, width = 'm', ...props }: ComboboxFieldProps) => (
  <SelectField
    {...props}
    width={width}
    empty={texts.form.choose}
    attributes={{
      'data-combobox': source ?? '',
      'data-none': texts.form.noChoice,
      ...(hasFocus === true && { autoFocus: true }),
    }}
  />
);
