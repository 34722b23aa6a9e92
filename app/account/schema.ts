import { z } from 'zod';

const longestName = 100;

/** Characters are counted, not bytes (access.md 12.19). */
const displayName = z
  .string({ error: 'Display name is missing.' })
  .trim()
  .min(1, 'Enter a display name.')
  .refine((name) => [...name].length <= longestName, `Display name may have at most ${longestName} characters.`);

/** The three things that one address changes, as before (admin.md 15.5). */
export const profileInput = z.discriminatedUnion(
  'action',
  [
    z.object({ action: z.literal('update_display_name'), display_name: displayName }),
    z.object({ action: z.literal('upload_avatar') }),
    z.object({ action: z.literal('delete_avatar') }),
  ],
  { error: 'There is no such action.' },
);

const password = (name: string) =>
  z
    .string({ error: `${name} is missing.` })
    .min(1, `${name} is missing.`)
    .max(1024, `${name} may have at most 1024 characters.`);

export const passwordInput = z.object({
  current_password: password('Current password'),
  new_password: password('New password'),
  confirm_password: z.string({ error: 'The repeated password is missing.' }).max(1024),
});

export const themeInput = z.object({
  theme: z.enum(['auto', 'light', 'dark', 'contrast'], { error: 'There is no such theme.' }),
  back: z.string().optional(),
});

export const sidebarInput = z.object({
  sidebar: z.enum(['full', 'rail'], { error: 'There is no such sidebar.' }),
  back: z.string().optional(),
});

export const accountTabs = ['profile', 'security', 'preferences'] as const;
export type AccountTab = (typeof accountTabs)[number];
export const accountQuery = z.object({ tab: z.enum(accountTabs).catch('profile') });
