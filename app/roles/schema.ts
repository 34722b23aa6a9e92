import { z } from 'zod';
import { back, several } from '../http/fields.ts';
import { isId } from '../ontology/property.ts';
import type { TableDefinition } from '../ui/table-state.ts';
import { texts } from './texts.ts';

const problem = texts.problem;

/** An id from a form or an address. */
const idText = z.string().refine(isId, { error: problem.choose });

/** Trimmed text. */
const words = (caption: string, most: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= most, { error: problem.tooLong(caption, most) });

/** Fields of a role (spec roles#builder). The database decides which permissions exist. */
const roleFields = {
  label: words(problem.captions.label, 100).refine((text) => text !== '', {
    error: problem.labelMissing,
  }),
  name: words(problem.captions.name, 50)
    .refine((text) => text !== '', { error: problem.nameMissing })
    .refine((text) => /^[\p{L}\p{N}_]*$/u.test(text), {
      error: problem.nameCharacters,
    }),
  description: words(problem.captions.description, 500).optional().default(''),
  permission_ids: several
    .optional()
    .default([])
    .transform((ids) => [...new Set(ids.flatMap(idsIn))])
    .refine((ids) => ids.every(isId), { error: problem.permission }),
};

/**
 * Check boxes submit one id each; programs may send a JSON list of numbers or strings instead (spec
 * roles#builder).
 */
function idsIn(text: string): readonly string[] {
  if (!text.trimStart().startsWith('[')) return text === '' ? [] : [text];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [text];
  } catch {
    return [text];
  }
}

const needsPermission = { error: problem.noPermission };

export const newRoleInput = z
  .object(roleFields)
  .refine(({ permission_ids }) => permission_ids.length > 0, {
    ...needsPermission,
    path: ['permission_ids'],
  });
export type NewRoleInput = z.output<typeof newRoleInput>;

const shown = z.string().optional().default('');

/**
 * The state that the form showed. Distinguishes changes by another user from the user's own (spec
 * requests#conflicts). A program that sends no version accepts the current one.
 */
const seenFields = {
  version: idText.optional(),
  seen_label: shown,
  seen_name: shown,
  seen_description: shown,
  seen_permissions: shown.transform((text) => text.split(',').filter(isId)),
};

export const roleInput = z
  .object({ role_id: idText, ...roleFields, ...seenFields })
  .refine(({ permission_ids }) => permission_ids.length > 0, {
    ...needsPermission,
    path: ['permission_ids'],
  });
export type RoleInput = z.output<typeof roleInput>;

/** A form that is only rendered again: not validated, and `do` names the pressed button. */
export const roleDraft = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .transform(({ do: action, ...values }) => ({
    do: typeof action === 'string' ? action : '',
    values,
  }));
export type RoleDraft = z.output<typeof roleDraft>;

export const previewInput = z.object({
  permission_ids: z
    .array(z.union([z.int(), z.string()]))
    .max(1000)
    .transform((ids) => ids.map(String).filter(isId)),
});

export const assignment = z.object({
  user_id: idText,
  role_id: idText,
  back,
});
export const deletion = z.object({ back });

export const previewQuery = z.object({ user_id: idText });
export const roleQuery = z.object({ role_id: idText });
export const candidateQuery = z.object({
  role_id: idText,
  q: z.string().max(100).catch('').default(''),
});
export const builderQuery = z.object({ from: idText.optional().catch(undefined) });

const personColumns = [
  { key: 'user', label: texts.columns.name, sort: 'label', always: true },
] as const;
const actions = { key: 'actions', label: texts.columns.actions } as const;

/** The users with a role. */
export const memberTable = {
  path: '/roles',
  columns: [...personColumns, { key: 'status', label: texts.columns.status }, actions],
  sort: { key: 'label', direction: 'asc' },
  extras: ['role_id'],
} as const satisfies TableDefinition;

/** All users with their roles. */
export const holderTable = {
  path: '/roles',
  columns: [
    ...personColumns,
    { key: 'roles', label: texts.columns.roles },
    { key: 'status', label: texts.columns.status },
    actions,
  ],
  sort: { key: 'label', direction: 'asc' },
  extras: ['tab'],
} as const satisfies TableDefinition;
