import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Value of a field as it was typed; several for check boxes of one name. */
export type FormValue = string | readonly string[];

/**
 * What is wrong with a form, in words for the person who filled it in. Without a field it concerns
 * the form as a whole.
 */
export interface FormProblem {
  readonly field?: string;
  readonly message: string;
}

/**
 * A form as it is shown: first with what is stored, after a refusal with what was typed and why it
 * wasn't saved.
 */
export interface FormState {
  readonly values: Readonly<Record<string, FormValue>>;
  readonly problems: readonly FormProblem[];
}

/** A form that nobody has sent yet. */
export const freshForm = (values: FormState['values'] = {}): FormState => ({
  values,
  problems: [],
});

interface FormFrame extends FormState {
  /** Begins the id of each field, so that two forms of a page don't share any. */
  readonly prefix: string;
}

export const FormContext = createContext<FormFrame>({ values: {}, problems: [], prefix: 'f' });

export interface FieldFrame {
  readonly id: string;
  readonly value: FormValue | undefined;
  readonly errors: readonly string[];
}

/** What the form around it knows of a field. */
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

/** One value: the first of several. */
export const single = (value: FormValue | undefined): string =>
  typeof value === 'string' ? value : (value?.[0] ?? '');

export const several = (value: FormValue | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);
