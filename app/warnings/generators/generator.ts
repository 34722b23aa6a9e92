import type { Db } from '../../db/database.ts';
import type { NewWarning } from '../warning.ts';

/** The services that a generator reads. */
export interface Look {
  readonly db: Db;
  readonly now: Date;
  /** Values of all settings by name. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A state that a generator found. */
export interface Finding extends Omit<NewWarning, 'source'> {
  /**
   * It is no reason for a warning, but one that is active stays: a value that crosses its threshold
   * again and again makes one warning, not many (spec warnings#resolution).
   */
  readonly keepsOnly?: true;
}

/** Looks for one kind of state. A warning that it no longer finds is resolved. */
export interface Generator {
  /** `scheduled.` and the subject. */
  readonly source: string;
  readonly find: (look: Look) => Promise<readonly Finding[]>;
}

/** The value of a setting that is a whole number. */
export function numberSetting(
  { settings }: Pick<Look, 'settings'>,
  name: string,
  standard: number,
): number {
  const text = settings[name] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : standard;
}
