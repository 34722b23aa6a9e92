import { z } from 'zod';
import { isId } from '../ontology/property.ts';

/** A submitted setting. */
export interface SentSetting {
  /** The value that the page showed; `undefined` if the form does not contain it. */
  readonly seen: string | undefined;
  readonly wanted: string;
}

/** Name of the field with a setting's value; `seen_…` has the value when the page was rendered. */
export const fieldOf = (id: string): string => `setting_${id}`;
export const seenFieldOf = (id: string): string => `seen_${id}`;

/**
 * The values that a user changed on the page, by setting id. Omits values equal to the shown ones,
 * so two users can change different settings at the same time. Ignores other fields.
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
