import type { ComponentChildren } from 'preact';
import { useField } from './form-state.ts';
import { Icon } from './icon.tsx';
import { texts } from './texts.ts';

/** Properties of every field. Values and errors come from the surrounding form. */
export interface FieldProps {
  readonly name: string;
  readonly label: string;
  /** One sentence below the label. */
  readonly help?: string;
  readonly optional?: boolean;
  /** Indicates the length of the value. @default full */
  readonly width?: 'xs' | 's' | 'm' | 'full';
  readonly disabled?: boolean;
  /** Overrides the value of the form, for fields outside of forms. */
  readonly value?: string;
}

/** Label, help, errors, control, in this order; `aria-describedby` links them to the control. */
export const Field = ({
  name,
  label,
  help,
  optional = false,
  control,
}: FieldProps & { control: (control: ControlFrame) => ComponentChildren }) => {
  const { id, errors } = useField(name);
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <Optional />}
      </label>
      <Help id={id} text={help} />
      <Errors id={id} of={errors} />
      {control({ id, ...described(id, help, errors) })}
    </div>
  );
};

/** Several controls under one legend. */
export const FieldGroup = ({
  name,
  label,
  help,
  optional = false,
  children,
}: FieldProps & { children: ComponentChildren }) => {
  const { id, errors } = useField(name);
  return (
    <fieldset class="field" {...described(id, help, errors, { invalid: false })}>
      <legend>
        {label}
        {optional && <Optional />}
      </legend>
      <Help id={id} text={help} />
      <Errors id={id} of={errors} />
      <div class="w-full">{children}</div>
    </fieldset>
  );
};

/** A part of a long form: fields under a heading. */
export const Fieldset = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <fieldset class="part">
    <legend>{label}</legend>
    {children}
  </fieldset>
);

/** Attributes of a control. */
export interface ControlFrame {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: 'true';
}

function described(
  id: string,
  help: string | undefined,
  errors: readonly string[],
  { invalid = true } = {},
): Omit<ControlFrame, 'id'> {
  const ids = [help === undefined ? '' : `${id}-help`, errors.length === 0 ? '' : `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return {
    ...(ids === '' ? {} : { 'aria-describedby': ids }),
    ...(invalid && errors.length > 0 ? { 'aria-invalid': 'true' as const } : {}),
  };
}

const Optional = () => <span class="opt"> ({texts.form.optional})</span>;

const Help = ({ id, text }: { id: string; text: string | undefined }) =>
  text === undefined ? null : (
    <p class="help" id={`${id}-help`}>
      {text}
    </p>
  );

const Errors = ({ id, of: errors }: { id: string; of: readonly string[] }) =>
  errors.length === 0 ? null : (
    <p class="err" id={`${id}-error`}>
      <Icon name="stop" small />
      <span>{errors.join(' ')}</span>
    </p>
  );

/** The class of a control by width. */
export const inputClass = (width: FieldProps['width'] = 'full', more = ''): string =>
  ['input', width === 'full' ? '' : `w-${width}`, more].filter(Boolean).join(' ');
