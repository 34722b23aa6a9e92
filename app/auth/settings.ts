/**
 * What a password has to be. `asvs`: length and no common password; no composition, no expiry, no
 * history, no least age (ASVS 5.0, 6.2). `stig`: four classes, 8 changed characters, 60 days at
 * most, 24 hours at least, 5 former ones (V-222536 to V-222546).
 */
export type PasswordPolicy = 'asvs' | 'stig';

/**
 * What administrators decide about sign-in, read from the settings `auth.*` (spec
 * sign-in#passwords).
 */
export interface AccessSettings {
  readonly passwordPolicy: PasswordPolicy;
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

/** What one of these settings may be. */
export interface AccessBound {
  readonly setting: string;
  readonly standard: number;
  /** The floor: a smaller number is refused, and one that is stored nevertheless counts as this. */
  readonly least: number;
  readonly most: number;
  /** 0 is allowed beside the range, and what it stands for. */
  readonly zero?: string;
}

/**
 * Floors and ceilings of the settings about sign-in. Length: ASVS 5.0, 6.2.1. Attempts: PCI DSS
 * 4.0, 8.3.4. Lock time and history: V-222432 and V-222546. Nothing here may be weakened on the
 * page, by an import or by the API.
 */
export const accessBounds = {
  passwordLength: {
    ...{ setting: 'auth.password_min_length', standard: 0, least: 8, most: 128 },
    zero: '15, in development 8',
  },
  passwordMaxAgeDays: {
    ...{ setting: 'auth.password_max_age_days', standard: 60, least: 1, most: 365, zero: 'never' },
  },
  passwordMinAgeHours: {
    setting: 'auth.password_min_age_hours',
    standard: 24,
    least: 0,
    most: 720,
  },
  passwordHistory: { setting: 'auth.password_history', standard: 5, least: 5, most: 24 },
  failures: { setting: 'auth.sign_in_failures', standard: 3, least: 1, most: 10 },
  lockMinutes: {
    ...{ setting: 'auth.lock_minutes', standard: 15, least: 15, most: 1440 },
    zero: 'until an administrator unlocks it',
  },
  sessions: { setting: 'auth.sessions_per_user', standard: 3, least: 1, most: 10 },
} as const satisfies Record<Exclude<keyof AccessSettings, 'passwordPolicy'>, AccessBound>;

/** What the policy `stig` asks for, whatever is set. */
const stig = { length: 15, maxAgeDays: 60, minAgeHours: 24 };

/**
 * Least length of a new password where nothing else is set: a short one is good enough to try
 * things out (spec sign-in#passwords).
 */
const standardLength = { relaxed: 8, strict: 15 };

/**
 * The settings that count. A value that is missing or makes no sense never weakens anything: the
 * standard stands in for it. One below its floor, which a database may have from before there was
 * one, counts as the floor.
 * @param stored values by the names of their settings
 */
export function accessSettings(
  stored: Readonly<Record<string, string>>,
  environment: string,
): AccessSettings {
  const relaxed = environment === 'dev' || environment === 'test';
  const value = (bound: AccessBound): number => {
    const text = stored[bound.setting]?.trim() ?? '';
    return /^\d{1,5}$/.test(text) ? within(bound, Number(text)) : bound.standard;
  };
  const wanted = value(accessBounds.passwordLength);
  const length = wanted === 0 ? (relaxed ? standardLength.relaxed : standardLength.strict) : wanted;
  const maxAge = value(accessBounds.passwordMaxAgeDays);
  const policy: PasswordPolicy = stored['auth.password_policy'] === 'stig' ? 'stig' : 'asvs';
  return {
    passwordPolicy: policy,
    ...(policy === 'asvs'
      ? {
          passwordLength: length,
          passwordMaxAgeDays: 0,
          passwordMinAgeHours: 0,
          passwordHistory: 0,
        }
      : {
          passwordLength: relaxed ? length : Math.max(length, stig.length),
          passwordMaxAgeDays: maxAge === 0 ? stig.maxAgeDays : Math.min(maxAge, stig.maxAgeDays),
          passwordMinAgeHours: Math.max(value(accessBounds.passwordMinAgeHours), stig.minAgeHours),
          passwordHistory: value(accessBounds.passwordHistory),
        }),
    failures: value(accessBounds.failures),
    lockMinutes: value(accessBounds.lockMinutes),
    sessions: value(accessBounds.sessions),
  };
}

function within({ standard, least, most, zero }: AccessBound, number: number): number {
  if (number === 0 && least > 0) return zero === undefined ? standard : 0;
  return number > most ? standard : Math.max(number, least);
}
