import type { Config } from '../config.ts';
import type { Powers } from '../roles/index.ts';
import { isFixed, isSecuritySetting, requiredValue } from './catalogue.ts';
import { canonical, problemOf, type Setting } from './rules.ts';
import { texts } from './texts.ts';

/** The configuration that decides about settings; part of `Config`. */
export type SettingPolicy = Pick<Config, 'environment' | 'pinnedSettings'>;

/** The decision about a requested value. */
export type SettingJudgement =
  /** It already has that value. */
  | { readonly kind: 'unchanged' }
  /** It may be written, in this form. */
  | { readonly kind: 'allowed'; readonly value: string }
  /** A second user must confirm it first. */
  | { readonly kind: 'awaits-confirmation'; readonly value: string }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Whether a setting may get a value: the single rule for the settings page, imports, the API and
 * the command line. Pure.
 * @param powers of the actor; `everything` for the command line, to which minimums, the environment
 * file and the confirmation apply too
 * @param setting its name, its label for messages, and its declared type
 * @param before the current value; `undefined` for a setting that does not exist yet
 */
export function judgeSetting(
  { environment, pinnedSettings }: SettingPolicy,
  powers: Powers,
  setting: Pick<Setting, 'name' | 'label' | 'type'>,
  before: string | undefined,
  wanted: string,
): SettingJudgement {
  const { name, label } = setting;
  const value = canonical(setting, wanted);
  if (value === before) return { kind: 'unchanged' };
  const pinned = Object.hasOwn(pinnedSettings, name) ? pinnedSettings[name] : undefined;
  const required = requiredValue(name, environment);
  const message =
    (isFixed(name) ? texts.fixed(label) : undefined) ??
    (pinned === undefined ? undefined : texts.pinned(label, pinned)) ??
    problemOf(setting, wanted) ??
    (required === undefined || required === value
      ? undefined
      : texts.required(label, required, environment)) ??
    (isSecuritySetting(name) && !mayChangeSecurity(powers)
      ? texts.needsSecurity(label)
      : undefined);
  if (message !== undefined) return { kind: 'refused', message };
  return isSecuritySetting(name) && environment === 'prod'
    ? { kind: 'awaits-confirmation', value }
    : { kind: 'allowed', value };
}

/**
 * The same for callers without confirmation, such as an import: why the setting may not get the
 * value, as a sentence; `undefined` if it may, or has it already.
 */
export function settingRefusal(
  ...[policy, powers, setting, before, wanted]: Parameters<typeof judgeSetting>
): string | undefined {
  const judgement = judgeSetting(policy, powers, setting, before, wanted);
  if (judgement.kind === 'refused') return judgement.message;
  return judgement.kind === 'awaits-confirmation'
    ? texts.needsSecondPerson(setting.label)
    : undefined;
}

/** Whether a user may change security settings at all. */
export const mayChangeSecurity = (powers: Powers): boolean =>
  powers === 'everything' || powers.has('settings.security');
