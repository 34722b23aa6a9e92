import { z } from 'zod';
import { back, flag, several } from '../http/fields.ts';
import { isId } from '../ontology/property.ts';
import { selected, selectionFields } from '../saved-lists/index.ts';
import type { FilterField, FilterOption } from '../ui/filter.ts';
import type { TableDefinition } from '../ui/table-state.ts';
import { texts } from './texts.ts';
import { userNameFault } from './user-name.ts';

const words = texts.form.problem;

const length = (text: string): number => [...text].length;

/** Trimmed text with a message per rule; only the first broken rule is reported. */
function line(
  ...rules: readonly (readonly [broken: (text: string) => boolean, message: string])[]
) {
  return z
    .string()
    .trim()
    .superRefine((text, context) => {
      const broken = rules.find(([isBroken]) => isBroken(text));
      if (broken !== undefined) context.addIssue({ code: 'custom', message: broken[1] });
    });
}

/**
 * spec people#fields; counts characters, not bytes (spec requests#input), in normalized (composed)
 * form, because some keyboards send decomposed characters.
 */
export const username = z
  .string()
  .trim()
  .normalize('NFC')
  .superRefine((name, context) => {
    const fault = userNameFault(name);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: words.username[fault] });
  });
export const email = line(
  [(text) => text === '', words.email.missing],
  [(text) => length(text) > 254, words.email.tooLong(254)],
  [(text) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text), words.email.invalid],
);
export const displayName = line([(text) => length(text) > 100, words.displayName.tooLong(100)]);

const roleIds = several
  .optional()
  .default([])
  .transform((ids) => [...new Set(ids.filter((id) => id !== ''))].toSorted())
  .refine((ids) => ids.every(isId), { error: texts.form.unknownRole });

/** An empty display name becomes the user name. */
const named = <Fields extends { username: string; display_name: string }>(
  fields: Fields,
): Fields => ({
  ...fields,
  display_name: fields.display_name === '' ? fields.username : fields.display_name,
});

const userFields = {
  username,
  display_name: displayName.optional().default(''),
  email,
  is_active: z.enum(['true', 'false']).optional(),
  status_shown: z.literal('true').optional(),
};

/**
 * Whether the account is to be active. An unchecked box sends nothing, so `status_shown` tells it
 * from a form without the field, which changes nothing.
 */
const withStatus = <
  Fields extends { is_active?: 'true' | 'false' | undefined; status_shown?: 'true' | undefined },
>({
  is_active,
  status_shown,
  ...fields
}: Fields) => ({
  ...fields,
  is_active:
    is_active === undefined && status_shown === undefined ? undefined : is_active === 'true',
});

/** `roles_shown` tells an empty selection of roles from a form without roles. */
const roleFields = {
  roles: roleIds,
  roles_shown: flag,
};

/** Programs send a password without stating that they chose it. */
const passwordFields = {
  initial: z.enum(['generated', 'typed']).catch('generated').default('typed'),
  password: z.string().optional().default(''),
};

export const newUserInput = z
  .object({ ...userFields, ...roleFields, ...passwordFields })
  .refine(({ initial, password }) => initial === 'generated' || password !== '', {
    error: texts.form.passwordMissing,
    path: ['password'],
  })
  .transform(named)
  .transform(withStatus);
export type NewUserInput = z.output<typeof newUserInput>;

/**
 * `version` and the `seen_…` fields hold what the form showed, so that a concurrent change is
 * detected and shown; a program that sends no version accepts the current one. A password is an
 * initial one; an empty one keeps the current password (spec people#update).
 */
export const userInput = z
  .object({
    ...userFields,
    ...roleFields,
    password: z.string().optional().default(''),
    version: z.string().refine(isId, { error: texts.form.noVersion }).optional(),
    seen_username: z.string().optional().default(''),
    seen_display_name: z.string().optional().default(''),
    seen_email: z.string().optional().default(''),
    seen_is_active: z
      .string()
      .optional()
      .transform((value) => value === 'true'),
    seen_roles: z
      .string()
      .optional()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .filter((id) => id !== '')
          .toSorted(),
      ),
  })
  .transform(named)
  .transform(withStatus);
export type UserInput = z.output<typeof userInput>;

export const resetInput = z
  .object(passwordFields)
  .refine(({ initial, password }) => initial === 'generated' || password !== '', {
    error: texts.form.passwordMissing,
    path: ['password'],
  });

export const backInput = z.object({ back });

/** `user_ids`, a JSON list of numbers or strings, adds to `ids` (spec people#bulk-actions). */
const userSelection = { ...selectionFields, user_ids: z.string().optional() };

const together = <
  Sent extends { readonly ids: readonly string[]; readonly user_ids?: string | undefined },
>(
  sent: Sent,
): Sent => ({ ...sent, ids: [...sent.ids, ...listIn(sent.user_ids)] });

export const selection = z.object(userSelection).transform(together).transform(selected);

export const roleSelection = z
  .object({
    ...userSelection,
    role_id: z.string().refine(isId, { error: texts.form.unknownRole }),
  })
  .transform(together)
  .transform(selected);

function listIn(json: string | undefined): readonly string[] {
  if (json === undefined || json === '') return [];
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) ? list.map(String) : ['?'];
  } catch {
    return ['?'];
  }
}

/** The columns of the list; the page decides how cells look. */
export const userColumns = [
  { key: 'user', label: texts.columns.user, sort: 'display_name', always: true },
  { key: 'email', label: texts.columns.email, sort: 'email' },
  { key: 'roles', label: texts.columns.roles, sort: 'role' },
  { key: 'status', label: texts.columns.status },
  { key: 'username', label: texts.columns.username, sort: 'username', hidden: true },
  { key: 'created_at', label: texts.columns.created, sort: 'created_at', hidden: true },
  { key: 'updated_at', label: texts.columns.updated, sort: 'updated_at' },
] as const;

const withoutStart = ['contains', 'not_contains', 'equals', 'not_equals'] as const;

/** Filter fields of the list (spec people#filters) and of its views. */
const fieldsWith = (roles: readonly FilterOption[]): readonly FilterField[] => [
  { key: 'username', label: texts.columns.username, type: 'text' },
  { key: 'display_name', label: texts.columns.displayName, type: 'text' },
  { key: 'email', label: texts.columns.email, type: 'text', operators: withoutStart },
  { key: 'role', label: texts.columns.role, type: 'choice', options: roles },
  { key: 'access', label: texts.columns.access, type: 'choice', options: [...texts.access] },
  { key: 'status', label: texts.columns.status, type: 'choice', options: [...texts.statuses] },
  { key: 'signed_in', label: texts.columns.signedIn, type: 'choice', options: [...texts.signedIn] },
  { key: 'created_at', label: texts.columns.created, type: 'date' },
  { key: 'updated_at', label: texts.columns.updated, type: 'date' },
];

/** The list of users. @param roles choices of the field "Role" */
export const userTable = (roles: readonly FilterOption[] = []) =>
  ({
    path: '/users',
    columns: userColumns,
    sort: { key: 'display_name', direction: 'asc' },
    fields: fieldsWith(roles),
  }) as const satisfies TableDefinition;
