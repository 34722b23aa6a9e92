import { type ControlFrame, Field, type FieldProps, inputClass } from './field.tsx';
import { single, useField } from './form-state.ts';
import { texts } from './texts.ts';

export interface TextFieldProps extends FieldProps {
  readonly type?: 'text' | 'email' | 'url' | 'date' | 'time' | 'tel';
  readonly autocomplete?: string;
  readonly placeholder?: string;
  readonly readonly?: boolean;
  /** Code: fixed width, no spell checking. */
  readonly code?: boolean;
  /** Maximum length; above half of it, the remaining characters are shown. */
  readonly most?: number;
  /** Required; checked when the focus leaves the field, and by the server. */
  readonly required?: boolean;
}

export const TextField = (props: TextFieldProps) => {
  const {
    name,
    width,
    type = 'text',
    autocomplete = 'off',
    placeholder,
    readonly = false,
    code = false,
    most,
    disabled = false,
  } = props;
  const value = single(props.value ?? useField(name).value);
  return (
    <Field
      {...props}
      control={(control) => (
        <input
          {...control}
          class={inputClass(width, code ? 'mono' : '')}
          name={name}
          {...typeOf(type)}
          value={value}
          autoComplete={autocomplete}
          required={props.required ?? props.optional !== true}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(most === undefined ? {} : { maxLength: most, 'data-count': '' })}
          {...(code || type === 'email' ? { spellcheck: false, autocapitalize: 'none' } : {})}
          readOnly={readonly}
          disabled={disabled}
        />
      )}
    />
  );
};

/** One object per type: the typings relate attributes to types and reject a union of types. */
function typeOf(type: NonNullable<TextFieldProps['type']>): { type: 'text' } {
  return { type: type as 'text' };
}

export interface NumberFieldProps extends FieldProps {
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** Overrides what `optional` says, without its word at the label. */
  readonly required?: boolean;
  /** Shown after the number: "days". */
  readonly unit?: string;
}

/** A text field for digits instead of a spinner, because a mouse wheel could change its value. */
export const NumberField = (props: NumberFieldProps) => {
  const { name, width = 'xs', unit, disabled = false } = props;
  const value = single(props.value ?? useField(name).value);
  return (
    <Field
      {...props}
      control={(control) => (
        <div class="acts small">
          <input
            {...control}
            class={inputClass(width)}
            name={name}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            value={value}
            required={props.required ?? props.optional !== true}
            disabled={disabled}
            data-number={[props.min ?? '', props.max ?? ''].join(' ')}
          />
          {unit}
        </div>
      )}
    />
  );
};

export interface PasswordFieldProps extends FieldProps {
  readonly autocomplete: 'current-password' | 'new-password';
  readonly most?: number;
}

/** Never filled in again after a refusal. The button to show it needs JavaScript. */
export const PasswordField = (props: PasswordFieldProps) => {
  const { name, width, autocomplete, most = 128, disabled = false } = props;
  return (
    <Field
      {...props}
      control={(control: ControlFrame) => (
        <div class={width === undefined || width === 'full' ? 'affix' : `affix w-${width}`}>
          <input
            {...control}
            class="input"
            name={name}
            type="password"
            autoComplete={autocomplete}
            maxLength={most}
            required={props.optional !== true}
            disabled={disabled}
          />
          <button class="btn quiet sm scripted" type="button" aria-pressed="false" data-show="">
            {texts.form.show}
            <span class="vh"> {texts.form.password}</span>
          </button>
        </div>
      )}
    />
  );
};

export interface TextAreaFieldProps extends FieldProps {
  readonly rows?: number;
  readonly most?: number;
}

export const TextAreaField = (props: TextAreaFieldProps) => {
  const { name, width, rows = 4, most, disabled = false } = props;
  const value = single(props.value ?? useField(name).value);
  return (
    <Field
      {...props}
      control={(control) => (
        <textarea
          {...control}
          class={inputClass(width)}
          name={name}
          rows={rows}
          required={props.optional !== true}
          disabled={disabled}
          value={value}
          {...(most === undefined ? {} : { maxLength: most, 'data-count': '' })}
        />
      )}
    />
  );
};

export interface FileFieldProps extends FieldProps {
  /** Accepted types, as in `accept`. */
  readonly accept: string;
  readonly multiple?: boolean;
  /** Maximum size of a file, and the message for a larger one. */
  readonly most?: { readonly bytes: number; readonly message: string };
}

export const FileField = (props: FileFieldProps) => (
  <Field
    {...props}
    control={(control) => (
      <input
        {...control}
        class={inputClass(props.width, 'file')}
        type="file"
        name={props.name}
        accept={props.accept}
        multiple={props.multiple ?? false}
        {...(props.most === undefined
          ? {}
          : { 'data-most': props.most.bytes, 'data-too-large': props.most.message })}
        disabled={props.disabled ?? false}
      />
    )}
  />
);
