import { accessBounds } from '../auth/index.ts';

/** What a number may be. */
export interface NumberLimits {
  readonly least: number;
  readonly most: number;
  /** Said behind the number. */
  readonly unit?: string;
}

export interface TextLimits {
  /** Most characters. */
  readonly longest: number;
  /** An empty text is refused. */
  readonly required?: boolean;
}

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

const numbers: Readonly<Record<string, NumberLimits>> = {
  'audit.retention_days': days,
  'warnings.retention_resolved_days': days,
  'warnings.retention_info_days': days,
  'warnings.retention_deleted_days': days,
  ...Object.fromEntries(
    Object.values(accessBounds).map(({ setting, least, most }) => {
      const unit = units[setting];
      return [setting, { least, most, ...(unit === undefined ? {} : { unit }) }];
    }),
  ),
};

const texts: Readonly<Record<string, TextLimits>> = {
  'app.name': { longest: 60, required: true },
  'app.description': { longest: 200 },
  'app.support': { longest: 200 },
  'app.classification': { longest: 100 },
  'auth.sign_in_notice': { longest: 1000 },
};

/** For settings that nobody described here. */
const anyNumber: NumberLimits = { least: 0, most: 1_000_000 };
const anyText: TextLimits = { longest: 1000 };

export const numberLimits = (name: string): NumberLimits => (Object.hasOwn(numbers, name) ? numbers[name] : undefined) ?? anyNumber;
export const textLimits = (name: string): TextLimits => (Object.hasOwn(texts, name) ? texts[name] : undefined) ?? anyText;

/**
 * The directory comes from the configuration alone: whoever may change settings must not choose one of the server (access.md 12.15). The
 * columns of the user list have a chooser of their own.
 */
export const notEditable: readonly string[] = ['audit.log_path', 'users_table_columns'];

/** Parts of the page, in their order, by what the names of their settings begin with; the rest comes last. */
export const settingGroups = ['app', 'auth', 'audit', 'warnings'] as const;

export type SettingGroup = (typeof settingGroups)[number] | 'other';

export const groupOf = (name: string): SettingGroup => settingGroups.find((group) => name.startsWith(`${group}.`)) ?? 'other';
