import { texts } from './texts.ts';

/**
 * Rules of passwords. `asvs`: length and no common password; no composition, expiry, history or
 * minimum age (ASVS 5.0, 6.2). `stig`: four classes, 8 changed characters, 60 days at most, 24
 * hours at least, 5 previous passwords (V-222536 to V-222546).
 */
export type PasswordPolicy = 'asvs' | 'stig';

/** Sign-in configuration by administrators, from the settings `auth.*` (spec sign-in#passwords). */
export interface AccessSettings {
  readonly passwordPolicy: PasswordPolicy;
  /** Minimum length of a new password. */
  readonly passwordLength: number;
  /** Days until a password must be replaced; 0 for never. */
  readonly passwordMaxAgeDays: number;
  /** Hours before users may change their password again; 0 for immediately. */
  readonly passwordMinAgeHours: number;
  /** Previous passwords that may not be reused. */
  readonly passwordHistory: number;
  /** Consecutive failures that lock an account. */
  readonly failures: number;
  /** Minutes that an account stays locked; 0 until an administrator unlocks it. */
  readonly lockMinutes: number;
  /** Maximum number of sessions per user; the oldest ends. */
  readonly sessions: number;
}

/** The allowed values of one of these settings. */
export interface AccessBound {
  readonly setting: string;
  readonly standard: number;
  /** The minimum: a smaller number is refused, and a smaller stored one counts as this. */
  readonly least: number;
  readonly most: number;
  /** 0 is also allowed, with this meaning. */
  readonly zero?: string;
}

/**
 * Limits of the sign-in settings. Length: ASVS 5.0, 6.2.1. Attempts: PCI DSS 4.0, 8.3.4. Lock time
 * and history: V-222432 and V-222546. They cannot be exceeded on the page, by an import or by the
 * API.
 */
export const accessBounds = {
  passwordLength: {
    ...{ setting: 'auth.password_min_length', standard: 0, least: 8, most: 128 },
    zero: texts.zero.length,
  },
  passwordMaxAgeDays: {
    ...{ setting: 'auth.password_max_age_days', standard: 60, least: 1, most: 365 },
    zero: texts.zero.maxAge,
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
    zero: texts.zero.lock,
  },
  sessions: { setting: 'auth.sessions_per_user', standard: 3, least: 1, most: 10 },
} as const satisfies Record<Exclude<keyof AccessSettings, 'passwordPolicy'>, AccessBound>;

/** Requirements of the policy `stig`, whatever the settings say. */
const stig = { length: 15, maxAgeDays: 60, minAgeHours: 24 };

/** Default minimum length of a new password; shorter in development (spec sign-in#passwords). */
const standardLength = { relaxed: 8, strict: 15 };

/**
 * The effective settings. A missing or invalid value never weakens anything: the default applies. A
 * stored value below the minimum counts as the minimum.
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
