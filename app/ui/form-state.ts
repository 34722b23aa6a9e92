import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Submitted value of a field; several for check boxes with one name. */
export type FormValue = string | readonly string[];

/** A problem of a form, as a message. Without a field it concerns the whole form. */
export interface FormProblem {
  readonly field?: string;
  readonly message: string;
}

/**
 * A form as shown: initially with stored values, after a refusal with the submitted values and
 * their problems.
 */
export interface FormState {
  readonly values: Readonly<Record<string, FormValue>>;
  readonly problems: readonly FormProblem[];
}

/** A form before its first submission. */
export const freshForm = (values: FormState['values'] = {}): FormState => ({
  values,
  problems: [],
});

interface FormFrame extends FormState {
  /** Prefix of field ids, so that two forms of a page share none. */
  readonly prefix: string;
}

export const FormContext = createContext<FormFrame>({ values: {}, problems: [], prefix: 'f' });

export interface FieldFrame {
  readonly id: string;
  readonly value: FormValue | undefined;
  readonly errors: readonly string[];
}

/** The state of a field in the surrounding form. */
export function useField(name: string): FieldFrame {
  const { values, problems, prefix } = useContext(FormContext);
  return {
    id: fieldId(prefix, name),
    value: values[name],
    errors: problems.filter(({ field }) => field === name).map(({ message }) => message),
  };
}

export const fieldId = (prefix: string, name: string): string =>
  `${prefix}-${name.replace(/[^\w-]/g, '-')}`;

/** The first value. */
export const single = (value: FormValue | undefined): string =>
  typeof value === 'string' ? value : (value?.[0] ?? '');

export const several = (value: FormValue | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);
