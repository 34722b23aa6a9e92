import { accessBounds } from '../auth/index.ts';
import type { Environment } from '../config.ts';
import { timeZones, zoneLabel } from '../time-zone.ts';
import { texts } from './texts.ts';

const { units: unitOf } = texts;

/** Limits of a number. */
interface NumberLimits {
  readonly least: number;
  readonly most: number;
  /** 0 is also allowed, with this meaning. */
  readonly zero?: string;
  /** Shown after the number. */
  readonly unit?: string;
}

interface TextLimits {
  /** Maximum number of characters. */
  readonly longest: number;
  /** Refuses an empty text. */
  readonly required?: boolean;
  /** Has lines, each with dates: see `dateLineProblem`. */
  readonly dates?: true;
  /** Names networks and hosts (spec webhooks#addresses). */
  readonly addresses?: true;
}

export type SettingType = 'text' | 'number' | 'boolean';

const days = { least: 0, most: 3650, unit: unitOf.days };

const units: Readonly<Record<string, string>> = {
  'auth.password_min_length': unitOf.characters,
  'auth.password_max_age_days': unitOf.days,
  'auth.password_min_age_hours': unitOf.hours,
  'auth.password_history': unitOf.passwords,
  'auth.sign_in_failures': unitOf.attempts,
  'auth.lock_minutes': unitOf.minutes,
  'auth.sessions_per_user': unitOf.sessions,
};

/**
 * Minimum retention of the audit log in days: PCI DSS 4.0, 10.5.1 requires three months available.
 */
const auditDays = { least: 90, most: 3650, zero: texts.neverRemoved, unit: unitOf.days };

const numbers: Readonly<Record<string, NumberLimits>> = {
  'audit.retention_days': auditDays,
  'documents.attachment_megabytes': { least: 1, most: 50, unit: unitOf.megabytes },
  'warnings.retention_resolved_days': days,
  'warnings.retention_info_days': days,
  'warnings.retention_deleted_days': days,
  'warnings.sign_in_failures': { least: 1, most: 1000, unit: unitOf.signIns },
  'warnings.sign_in_failures_critical': { least: 1, most: 1000, unit: unitOf.signIns },
  'warnings.proposal_days': { least: 1, most: 365, unit: unitOf.days },
  'warnings.suggestion_days': { least: 1, most: 365, unit: unitOf.days },
  'warnings.database_size_mb': { least: 1, most: 1_000_000, unit: unitOf.megabytes },
  ...Object.fromEntries(
    Object.values(accessBounds).map(
      ({ setting, standard: _, ...limits }): [string, NumberLimits] => {
        const unit = units[setting];
        return [setting, { ...limits, ...(unit === undefined ? {} : { unit }) }];
      },
    ),
  ),
};

const lines: Readonly<Record<string, TextLimits>> = {
  'app.name': { longest: 60, required: true },
  'app.description': { longest: 200 },
  'app.time_zone': { longest: 64, required: true },
  'app.holidays': { longest: 20_000, dates: true },
  'app.support': { longest: 200 },
  'app.classification': { longest: 100 },
  'auth.password_policy': { longest: 10, required: true },
  'auth.sign_in_notice': { longest: 1000 },
  'documents.search_language': { longest: 63, required: true },
  'webhooks.private_addresses': { longest: 1000, addresses: true },
};

/** Settings with a fixed set of values. */
const choices: Readonly<Record<string, readonly SettingChoice[]>> = {
  'auth.password_policy': [
    { value: 'asvs', label: texts.passwordPolicies.asvs },
    { value: 'stig', label: texts.passwordPolicies.stig },
  ],
  'documents.search_language': Object.entries(texts.searchLanguages).map(([value, label]) => ({
    value,
    label,
  })),
  'app.time_zone': timeZones.map((zone) => ({ value: zone, label: zoneLabel(zone) })),
};

interface SettingChoice {
  readonly value: string;
  readonly label: string;
}

/** The allowed values of a setting with a fixed set. */
export const choicesOf = (name: string): readonly SettingChoice[] | undefined =>
  Object.hasOwn(choices, name) ? choices[name] : undefined;

/** For settings without a description here. */
const anyNumber: NumberLimits = { least: 0, most: 1_000_000 };
const anyText: TextLimits = { longest: 1000 };

const booleans: readonly string[] = ['audit.enabled'];

/** Whether this version knows a setting. */
export const isKnown = (name: string): boolean =>
  Object.hasOwn(numbers, name) || Object.hasOwn(lines, name) || booleans.includes(name);

/** The type of a setting. That of a known one never changes, whatever an import says. */
export function typeOf(name: string, declared: SettingType): SettingType {
  if (Object.hasOwn(numbers, name)) return 'number';
  if (Object.hasOwn(lines, name)) return 'text';
  return booleans.includes(name) ? 'boolean' : declared;
}

/**
 * Whether a setting concerns sign-in, passwords, the audit log or what webhooks may reach. Changing
 * one requires
 * `settings.security`, and a second user's confirmation in prod. Decided by prefix, so that new
 * settings are covered from the start.
 */
export const isSecuritySetting = (name: string): boolean => /^(auth|audit|webhooks)\./.test(name);

/** The only allowed value of a setting in an environment; `undefined` if there is a choice. */
export const requiredValue = (name: string, environment: Environment): string | undefined =>
  name === 'audit.enabled' && environment !== 'dev' && environment !== 'test' ? 'true' : undefined;

export const numberLimits = (name: string): NumberLimits =>
  (Object.hasOwn(numbers, name) ? numbers[name] : undefined) ?? anyNumber;
export const textLimits = (name: string): TextLimits =>
  (Object.hasOwn(lines, name) ? lines[name] : undefined) ?? anyText;

/**
 * The directory comes from the configuration only: users who may change settings must not choose a
 * directory of the server (spec settings#fixed-settings). The columns of the user list have their
 * own chooser.
 */
export const notEditable: readonly string[] = ['audit.log_path', 'users_table_columns'];

/** Comes from the configuration of the process; neither the page nor an import can change it. */
export const isFixed = (name: string): boolean => name === 'audit.log_path';

/** Sections of the page, in order, by the prefix of setting names; others come last. */
export const settingGroups = ['app', 'documents', 'auth', 'audit', 'warnings', 'webhooks'] as const;

export type SettingGroup = (typeof settingGroups)[number] | 'other';

export const groupOf = (name: string): SettingGroup =>
  settingGroups.find((group) => name.startsWith(`${group}.`)) ?? 'other';
