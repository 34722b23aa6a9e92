/** What administrators decide about sign-in, read from the settings `auth.*` (platform.md 13.1). */
export interface AccessSettings {
  /** Least number of characters of a new password. */
  readonly passwordLength: number;
  /** Days after which a password is to be replaced; 0: never. */
  readonly passwordMaxAgeDays: number;
  /** Hours before a password may be replaced again by its owner; 0: at once. */
  readonly passwordMinAgeHours: number;
  /** Former passwords that may not come back. */
  readonly passwordHistory: number;
  /** Failures in a row after which an account is locked. */
  readonly failures: number;
  /** Minutes that an account stays locked; 0: until an administrator unlocks it. */
  readonly lockMinutes: number;
  /** Sessions that a person may have at a time; the oldest ends. */
  readonly sessions: number;
}

interface Bound {
  readonly setting: string;
  readonly standard: number;
  readonly least: number;
  readonly most: number;
}

export const accessBounds = {
  passwordLength: { setting: 'auth.password_min_length', standard: 0, least: 0, most: 128 },
  passwordMaxAgeDays: { setting: 'auth.password_max_age_days', standard: 60, least: 0, most: 3650 },
  passwordMinAgeHours: { setting: 'auth.password_min_age_hours', standard: 24, least: 0, most: 720 },
  passwordHistory: { setting: 'auth.password_history', standard: 5, least: 0, most: 24 },
  failures: { setting: 'auth.sign_in_failures', standard: 3, least: 1, most: 20 },
  lockMinutes: { setting: 'auth.lock_minutes', standard: 15, least: 0, most: 1440 },
  sessions: { setting: 'auth.sessions_per_user', standard: 3, least: 1, most: 50 },
} as const satisfies Record<keyof AccessSettings, Bound>;

/** Least length of a new password where nothing else is set: a short one is good enough to try things out (platform.md 13.1). */
const standardLength = { relaxed: 8, strict: 15 };

/**
 * The settings that count. A value that is missing or makes no sense never weakens anything: the standard stands in for it.
 * @param stored values by the names of their settings
 */
export function accessSettings(stored: Readonly<Record<string, string>>, environment: string): AccessSettings {
  const relaxed = environment === 'dev' || environment === 'test';
  const value = ({ setting, standard, least, most }: Bound): number => {
    const text = stored[setting]?.trim() ?? '';
    const number = /^\d{1,5}$/.test(text) ? Number(text) : standard;
    return number >= least && number <= most ? number : standard;
  };
  const length = value(accessBounds.passwordLength);
  return {
    passwordLength: length === 0 ? (relaxed ? standardLength.relaxed : standardLength.strict) : Math.max(length, standardLength.relaxed),
    passwordMaxAgeDays: value(accessBounds.passwordMaxAgeDays),
    passwordMinAgeHours: value(accessBounds.passwordMinAgeHours),
    passwordHistory: value(accessBounds.passwordHistory),
    failures: value(accessBounds.failures),
    lockMinutes: value(accessBounds.lockMinutes),
    sessions: value(accessBounds.sessions),
  };
}
