import { z } from 'zod';
import { displayName, email, username } from '../people/index.ts';
import { id, moment } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.members;

/** A user in responses; roles are lists, as in requests. */
export const user = z
  .object({
    id: id(),
    username: z.string(),
    email: z.string(),
    display_name: z.string(),
    is_active: z.boolean(),
    role_ids: z.array(id()),
    role_names: z.array(z.string()),
    created_at: moment(),
    updated_at: moment(),
  })
  .meta({ id: 'User' });
export type User = z.output<typeof user>;

const account = {
  username: username.meta({ minLength: 2, maxLength: 50, examples: ['alice'] }),
  email: email.meta({ minLength: 3, maxLength: 254, examples: ['alice@example.com'] }),
  display_name: displayName.meta({ maxLength: 100, examples: ['Alice Example'] }),
};
const password = z.string().min(1).max(128).meta({ description: words.password });
const roleIds = z.array(id()).max(100).meta({ description: words.roleIds });
const extra = {
  is_active: z.boolean().optional(),
  role_ids: roleIds.optional(),
  role_id: z.int().optional().meta({ description: words.roleId, deprecated: true }),
};

export const newUser = z
  .strictObject({ ...account, display_name: account.display_name.optional(), password, ...extra })
  .meta({ id: 'NewUser' });
export const userReplacement = z
  .strictObject({ ...account, password: password.optional(), ...extra })
  .meta({ id: 'UserReplacement' });
export const userChange = z
  .strictObject({
    username: account.username.optional(),
    email: account.email.optional(),
    display_name: account.display_name.optional(),
    password: password.optional(),
    is_active: z.boolean().optional(),
    role_ids: roleIds.optional(),
  })
  .meta({ id: 'UserChange' });
export type UserChange = z.output<typeof userChange>;

const [first, ...others] = ['light', 'dark', 'auto', 'contrast'] as const;
export const theme = z
  .strictObject({ theme: z.enum([first, ...others], texts.refused.theme) })
  .meta({ id: 'Theme' });
export const themeReply = z.object({ success: z.literal(true), theme: z.enum([first, ...others]) });
