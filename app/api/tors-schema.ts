import { z } from 'zod';
import {
  committeeNames,
  entriesOf,
  type FormField,
  formFields,
  isWebAddress,
} from '../committees/index.ts';
import { isDay } from '../ontology/property.ts';
import { id } from './schema.ts';
import { texts } from './texts.ts';

const common = {
  id: id(),
  ...{ name: z.string(), label: z.string(), description: z.string() },
  ...{ status: z.string(), meeting_cadence: z.string() },
};

/** A committee in a list. */
export const torLine = z
  .object({ ...common, member_count: z.int(), function_count: z.int() })
  .meta({ id: 'TorLine' });

const entries = z.array(z.string());

/** All fields of the form; absent ones are empty. */
export const torText = z
  .object(
    Object.fromEntries(
      formFields.map(({ key, kind }) => [key, kind === 'list' ? entries : z.string()]),
    ),
  )
  .meta({ id: 'TorText' });

/** A committee with all fields of its form. */
export const tor = z
  .object({ ...torText.shape, ...common, member_count: z.int() })
  .meta({ id: 'Tor' });

/** Values of members that are not stored. */
const standard: Readonly<Record<string, string>> = {
  ...{ status: 'active', meeting_cadence: 'ad-hoc', cadence_duration_minutes: '60' },
  holiday_rule: 'keep',
};

/** The fields of the form from stored properties. */
export const torFields = (
  properties: Readonly<Record<string, string>>,
): Readonly<Record<string, string | readonly string[]>> =>
  Object.fromEntries(
    formFields.map(({ key, kind }) => [
      key,
      kind === 'list' ? entriesOf(properties[key]) : (properties[key] ?? standard[key] ?? ''),
    ]),
  );

const listed = z.array(z.string().min(1).max(500)).max(100);
const minutes = z.union([z.int().min(1).max(1440), z.string().regex(/^[1-9]\d{0,3}$/)]);

/** The values that a member accepts; `null` removes it. */
function memberOf({ kind, most, options }: FormField): z.ZodType<Written> {
  switch (kind) {
    case 'list':
      return listed;
    case 'minutes':
      return minutes.refine((value) => Number(value) <= 1440, texts.refused.minutes);
    case 'choice':
      return z.enum(options ?? []);
    case 'time':
      return z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
    case 'date':
      return z.string().refine(isDay, texts.refused.date).meta({ format: 'date' });
    case 'address':
      return z.string().max(most).refine(isWebAddress, texts.refused.address);
    default:
      return z.string().max(most);
  }
}

/** A value in a request. */
type Written = string | number | readonly string[] | null;

const members = Object.fromEntries(
  formFields.map((field) => [field.key, memberOf(field).nullable().optional()]),
);

export const newTor = z.strictObject({ ...committeeNames, ...members }).meta({ id: 'NewTor' });
export const torReplacement = z
  .strictObject({ ...committeeNames, ...members })
  .meta({ id: 'TorReplacement' });
export const torChange = z
  .strictObject({
    ...{ name: committeeNames.name.optional(), label: committeeNames.label.optional() },
    ...members,
  })
  .meta({ id: 'TorChange' });

/** The written members as they are stored; an empty text for none. */
export const storedOf = (written: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    formFields.flatMap(({ key }) => {
      const value = written[key];
      if (value === undefined) return [];
      return [[key, Array.isArray(value) ? JSON.stringify(value) : String(value ?? '')]];
    }),
  );

/** All members, those that are not given as removed. */
export const everyMember = (
  written: Readonly<Record<string, unknown>>,
): Record<string, string> => ({
  ...Object.fromEntries(formFields.map(({ key, kind }) => [key, kind === 'list' ? '[]' : ''])),
  ...storedOf(written),
});
