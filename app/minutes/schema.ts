import { z } from 'zod';
import { states } from '../action-items/index.ts';
import { several } from '../http/fields.ts';
import { isDay } from '../ontology/property.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { attendances } from './minutes.ts';
import { texts } from './texts.ts';

/** Limits of WF13, for lists that are sent as JSON. */
const mostRows = 500;
const mostCharacters = 200;

const line = z.string().trim().max(mostCharacters);
const lineOrNone = line.nullish().transform((text) => text ?? '');

const attendanceRows = z
  .array(
    z.object({
      user_id: z.union([z.string().max(20), z.number()]).optional(),
      name: line,
      status: z.enum(attendances),
      delegation_to: lineOrNone,
    }),
  )
  .max(mostRows);

const actionRows = z
  .array(
    z.object({
      description: line,
      responsible: lineOrNone,
      due_date: z
        .string()
        .trim()
        .nullish()
        .transform((day) => day ?? '')
        .refine((day) => day === '' || isDay(day)),
      status: z.enum(states),
    }),
  )
  .max(mostRows);

export type AttendanceRows = z.output<typeof attendanceRows>;
export type ActionRows = z.output<typeof actionRows>;

const parsed = <Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): z.output<Schema> | undefined => {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/**
 * Attendance as JSON text (spec minutes#attendance); rows without a name are left out. `undefined`
 * if it does not have this shape.
 */
const readAttendance = (text: string): AttendanceRows | undefined =>
  parsed(attendanceRows, text)?.filter(({ name }) => name !== '');

/**
 * Action items as JSON text (spec minutes#action-items); rows without a description are left out.
 * `undefined` if it does not have this shape.
 */
const readActions = (text: string): ActionRows | undefined =>
  parsed(actionRows, text)?.filter(({ description }) => description !== '');

const columns = several.optional().transform((values) => values ?? []);

/** Columns of a form's table as JSON text, row by row; no JSON for a form without any. */
const asJson = (table: Readonly<Record<string, readonly string[]>>): string => {
  const keys = Object.keys(table);
  const count = Math.max(0, ...keys.map((key) => table[key]?.length ?? 0));
  if (count === 0) return '';
  const rows = Array.from({ length: count }, (_, at) =>
    Object.fromEntries(keys.map((key) => [key, table[key]?.[at] ?? ''])),
  );
  return JSON.stringify(rows);
};

/**
 * A list as JSON text, as programs send it, or as the columns of the page's form, which sends the
 * list that it showed as `base`.
 */
export const attendanceInput = z
  .object({
    structured_attendance: z.string().optional(),
    ...{ name: columns, status: columns, delegation_to: columns },
    base: z.string().optional(),
  })
  .transform(({ structured_attendance: json, base, ...table }) => ({
    rows: readAttendance(json || asJson(table)),
    base: base === undefined ? undefined : readAttendance(base),
  }));

export const actionsInput = z
  .object({
    structured_action_items: z.string().optional(),
    ...{ description: columns, responsible: columns, due_date: columns, status: columns },
    base: z.string().optional(),
  })
  .transform(({ structured_action_items: json, base, ...table }) => ({
    rows: readActions(json || asJson(table)),
    base: base === undefined ? undefined : readActions(base),
  }));

/** Browsers send the end of a line as two characters. */
const lines = z.string().transform((text) => text.replaceAll('\r\n', '\n'));

/** Characters in a section. */
export const mostContent = 100_000;

/** `version` is the one that the form showed, `base` its text then. Programs send neither. */
export const sectionInput = z.object({
  content: lines.refine((text) => [...text].length <= mostContent, texts.refused.long(mostContent)),
  version: seenVersion.optional(),
  base: lines.optional(),
});

export const previewInput = z.object({
  content: z.string().optional().default(''),
  version: z.string().optional().default(''),
  base: z.string().optional().default(''),
});

/** `seen` is the digest of the minutes that were read; programs need not send it. */
export const statusInput = z.object({
  status: z.string().max(63).default(''),
  seen: z.string().max(64).optional(),
});

export const approvalQuery = z.object({ seen: z.string().max(64).optional() });

const entries = lines.transform((text) =>
  text
    .split('\n')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
);

/** One entry per line; empty lines are left out. `base` is what the form showed. */
export const distributionInput = z.object({
  distribution_list: entries,
  base: entries.optional(),
});

export const generateInput = z.object({
  meeting_id: z.string().optional().default(''),
  tor_id: z.string().optional().default(''),
});
