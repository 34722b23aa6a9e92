import { z } from 'zod';
import { isId } from '../ontology/property.ts';

/** One setting as it was sent. */
export interface SentSetting {
  /** What the page had shown; `undefined` when the form doesn't say. */
  readonly seen: string | undefined;
  readonly wanted: string;
}

/**
 * Name of the field that holds a setting's value; `seen_…` holds what it was when the page was
 * made.
 */
export const fieldOf = (id: string): string => `setting_${id}`;
export const seenFieldOf = (id: string): string => `seen_${id}`;

/**
 * What somebody changed on the page, by the settings' ids. A value that is as it was shown isn't
 * among them, so two people can change different settings at the same time. Fields that are no
 * settings are ignored.
 */
export const settingsInput = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .transform((fields) => {
    const sent = Object.entries(fields).flatMap(([name, value]): [string, SentSetting][] => {
      const id = /^setting_(\d+)$/.exec(name)?.[1];
      if (id === undefined || !isId(id) || typeof value !== 'string') return [];
      const seen = fields[seenFieldOf(id)];
      return [[id, { wanted: value.trim(), seen: typeof seen === 'string' ? seen : undefined }]];
    });
    return new Map(sent.filter(([, { seen, wanted }]) => seen !== wanted));
  });

export type SettingsInput = z.output<typeof settingsInput>;
