import { z } from 'zod';
import { back } from '../http/fields.ts';
import { isTimeZone } from '../time-zone.ts';
import { texts } from './texts.ts';

const words = texts.problem;

const longestName = 100;

/** Counts characters, not bytes (spec requests#input). */
const displayName = z
  .string({ error: words.missing(texts.profile.displayName) })
  .trim()
  .min(1, words.enterName)
  .refine(
    (name) => [...name].length <= longestName,
    words.tooLong(texts.profile.displayName, longestName),
  );

/** The three changes behind one address (spec account#picture). */
export const profileInput = z.discriminatedUnion(
  'action',
  [
    z.object({ action: z.literal('update_display_name'), display_name: displayName }),
    z.object({ action: z.literal('upload_avatar') }),
    z.object({ action: z.literal('delete_avatar') }),
  ],
  { error: words.action },
);

const password = (name: string) =>
  z
    .string({ error: words.missing(name) })
    .min(1, words.missing(name))
    .max(1024, words.tooLong(name, 1024));

export const passwordInput = z.object({
  current_password: password(texts.security.current),
  new_password: password(texts.security.fresh),
  confirm_password: z.string({ error: words.missing(texts.security.again) }).max(1024),
});

export const themeInput = z.object({
  theme: z.enum(['auto', 'light', 'dark', 'contrast'], { error: words.theme }),
  back,
});

/** An empty text: the browser's time zone. */
export const timeZoneInput = z.object({
  time_zone: z
    .string({ error: words.timeZone })
    .refine((zone) => zone === '' || isTimeZone(zone), words.timeZone),
});

export const sidebarInput = z.object({
  sidebar: z.enum(['full', 'rail'], { error: words.sidebar }),
  back,
});

export const accountTabs = ['profile', 'security', 'preferences'] as const;
export type AccountTab = (typeof accountTabs)[number];
export const accountQuery = z.object({ tab: z.enum(accountTabs).catch('profile') });
