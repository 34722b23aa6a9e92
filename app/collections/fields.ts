import { z } from 'zod';
import { flag as checked, line as trimmed } from '../http/fields.ts';
import { texts as words } from '../http/texts.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import type { ChoiceOption } from '../ui/choice-field.tsx';

interface Common {
  readonly label: string;
  readonly help?: string;
  readonly optional?: true;
  /** Shown in the list. */
  readonly column?: true;
  /** Value in the form of a new item. */
  readonly standard?: string;
}

/** A field of a form. Its text is stored as a property of that name, or as the label. */
export type Field = Common &
  (
    | { readonly kind: 'line' | 'area'; readonly most: number }
    | { readonly kind: 'number'; readonly min: number; readonly max: number }
    | { readonly kind: 'choice'; readonly options: readonly ChoiceOption[] }
    | { readonly kind: 'flag' }
  );

export type Fields = Readonly<Record<'label' | (string & {}), Field>>;

/** The input of a form, by field, as it is stored. */
export type Values = Readonly<Record<string, string>>;

/** A field that is optional and not sent is empty. */
const schemaOf = (field: Field): z.ZodType<string> =>
  field.optional ? requiredOf(field).default('') : requiredOf(field);

const requiredOf = (field: Field): z.ZodType<string> => {
  const { label, optional } = field;
  const least = optional ? 0 : 1;
  switch (field.kind) {
    case 'line':
    case 'area':
      return trimmed(label, { most: field.most, least });
    case 'number':
      return trimmed(label, { most: 20, least }).refine(
        (text) => text === '' || isBetween(text, field),
        words.input.oneOf(label, `${field.min}–${field.max}`),
      );
    case 'choice':
      return trimmed(label, { most: 255, least }).refine(
        (text) => text === '' || field.options.some(({ value }) => value === text),
        words.input.refused(label),
      );
    case 'flag':
      return checked.transform(String);
  }
};

const isBetween = (text: string, { min, max }: { min: number; max: number }): boolean =>
  /^-?\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max;

/** The schema of the form: its fields, and the version that an edit is based on. */
export const formSchema = (fields: Fields) =>
  z
    .intersection(
      z.object(
        Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, schemaOf(each)])),
      ),
      z.object({ version: seenVersion.optional() }),
    )
    .transform(({ version, ...values }): { version: string | undefined; values: Values } => ({
      version,
      values,
    }));
