import { accessBounds } from '../auth/index.ts';
import type { Environment } from '../config.ts';
import { timeZones, zoneLabel } from '../time-zone.ts';

/** What a number may be. */
export interface NumberLimits {
  readonly least: number;
  readonly most: number;
  /** 0 is also allowed, with this meaning. */
  readonly zero?: string;
  /** Said behind the number. */
  readonly unit?: string;
}

export interface TextLimits {
  /** Most characters. */
  readonly longest: number;
  /** An empty text is refused. */
  readonly required?: boolean;
}

export type SettingType = 'text' | 'number' | 'boolean';

const days = { least: 0, most: 3650, unit: 'days' };

const units: Readonly<Record<string, string>> = {
  'auth.password_min_length': 'characters',
  'auth.password_max_age_days': 'days',
  'auth.password_min_age_hours': 'hours',
  'auth.password_history': 'passwords',
  'auth.sign_in_failures': 'attempts',
  'auth.lock_minutes': 'minutes',
  'auth.sessions_per_user': 'sessions',
};

/** Days that the audit log keeps at least: PCI DSS 4.0, 10.5.1 wants three months at hand. */
const auditDays = { least: 90, most: 3650, zero: 'entries are never removed', unit: 'days' };

const numbers: Readonly<Record<string, NumberLimits>> = {
  'audit.retention_days': auditDays,
  'warnings.retention_resolved_days': days,
  'warnings.retention_info_days': days,
  'warnings.retention_deleted_days': days,
  ...Object.fromEntries(
    Object.values(accessBounds).map(
      ({ setting, standard: _, ...limits }): [string, NumberLimits] => {
        const unit = units[setting];
        return [setting, { ...limits, ...(unit === undefined ? {} : { unit }) }];
      },
    ),
  ),
};

const texts: Readonly<Record<string, TextLimits>> = {
  'app.name': { longest: 60, required: true },
  'app.description': { longest: 200 },
  'app.time_zone': { longest: 64, required: true },
  'app.support': { longest: 200 },
  'app.classification': { longest: 100 },
  'auth.password_policy': { longest: 10, required: true },
  'auth.sign_in_notice': { longest: 1000 },
};

/** Settings that have one of a few values. */
const choices: Readonly<Record<string, readonly SettingChoice[]>> = {
  'auth.password_policy': [
    { value: 'asvs', label: 'ASVS: length, no common password' },
    { value: 'stig', label: 'STIG: also composition, expiry and history' },
  ],
  'app.time_zone': timeZones.map((zone) => ({ value: zone, label: zoneLabel(zone) })),
};

export interface SettingChoice {
  readonly value: string;
  readonly label: string;
}

/** What a setting may be, when it is one of a few values. */
export const choicesOf = (name: string): readonly SettingChoice[] | undefined =>
  Object.hasOwn(choices, name) ? choices[name] : undefined;

/** For settings that nobody described here. */
const anyNumber: NumberLimits = { least: 0, most: 1_000_000 };
const anyText: TextLimits = { longest: 1000 };

const booleans: readonly string[] = ['audit.enabled'];

/** Whether a setting is one of those that this version knows. */
export const isKnown = (name: string): boolean =>
  Object.hasOwn(numbers, name) || Object.hasOwn(texts, name) || booleans.includes(name);

/** The type of a setting. That of a known one never changes, whatever an import says. */
export function typeOf(name: string, declared: SettingType): SettingType {
  if (Object.hasOwn(numbers, name)) return 'number';
  if (Object.hasOwn(texts, name)) return 'text';
  return booleans.includes(name) ? 'boolean' : declared;
}

/**
 * Whether a setting decides about sign-in, passwords or the audit log. Changing one needs
 * `settings.security`, and in prod a second person. By prefix, so that a setting that is added is
 * one from the start.
 */
export const isSecuritySetting = (name: string): boolean => /^(auth|audit)\./.test(name);

/** The only value that a setting may have in an environment; `undefined`: it has a choice. */
export const requiredValue = (name: string, environment: Environment): string | undefined =>
  name === 'audit.enabled' && environment !== 'dev' && environment !== 'test' ? 'true' : undefined;

export const numberLimits = (name: string): NumberLimits =>
  (Object.hasOwn(numbers, name) ? numbers[name] : undefined) ?? anyNumber;
export const textLimits = (name: string): TextLimits =>
  (Object.hasOwn(texts, name) ? texts[name] : undefined) ?? anyText;

/**
 * The directory comes from the configuration alone: whoever may change settings must not choose one
 * of the server (spec settings#fixed-settings). The columns of the user list have a chooser of
 * their own.
 */
export const notEditable: readonly string[] = ['audit.log_path', 'users_table_columns'];

/**
 * Comes from the configuration of the process; nothing may change it, neither the page nor an
 * import.
 */
export const isFixed = (name: string): boolean => name === 'audit.log_path';

/**
 * Parts of the page, in their order, by what the names of their settings begin with; the rest comes
 * last.
 */
export const settingGroups = ['app', 'auth', 'audit', 'warnings'] as const;

export type SettingGroup = (typeof settingGroups)[number] | 'other';

export const groupOf = (name: string): SettingGroup =>
  settingGroups.find((group) => name.startsWith(`${group}.`)) ?? 'other';
