import type { Config } from '../config.ts';
import type { Powers } from '../roles/index.ts';
import { isFixed, isSecuritySetting, requiredValue } from './catalogue.ts';
import { canonical, problemOf, type Setting } from './rules.ts';
import { texts } from './texts.ts';

/** What of the configuration decides about settings; `Config` has it. */
export type SettingPolicy = Pick<Config, 'environment' | 'pinnedSettings'>;

/** What becomes of a value that a setting shall have. */
export type SettingJudgement =
  /** It has that value already. */
  | { readonly kind: 'unchanged' }
  /** It may be written, in this form. */
  | { readonly kind: 'allowed'; readonly value: string }
  /** A second person has to confirm it first. */
  | { readonly kind: 'awaits-confirmation'; readonly value: string }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Whether a setting may get a value: the one rule for every way in, the settings page, an import,
 * the API and the command line. Pure.
 * @param powers of who asks; `everything` for the command line, which the floors, the environment
 * file and the second
 *   person bind as well
 * @param setting its name, its label for messages, and the type that it declares
 * @param before what it is now; `undefined` for a setting that is not there yet
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
 * The same for ways in that can't ask a second person, such as an import: why the setting may not
 * get the value, as a sentence; `undefined` when it may, or has it already.
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

/** Whether somebody may change security settings at all. */
export const mayChangeSecurity = (powers: Powers): boolean =>
  powers === 'everything' || powers.has('settings.security');
