import type { Reason } from '../ontology/outcome.ts';
import { choicesOf, numberLimits, type SettingType, textLimits, typeOf } from './catalogue.ts';
import { fieldOf, type SettingsInput } from './schema.ts';
import { texts } from './texts.ts';

/** A setting as it is stored. */
export interface Setting {
  readonly id: string;
  /** `audit.retention_days` */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: SettingType;
  readonly value: string;
  /** Who changed it last and when ("2026-11-24, 10:41" UTC), as far as the audit log tells; asked for when it is to be changed. */
  readonly lastChange?: { readonly by: string; readonly at: string } | null;
}

/** What is to be written, or why nothing is. */
export type SettingsVerdict =
  | { readonly ok: true; readonly changes: readonly { readonly setting: Setting; readonly value: string }[] }
  | { readonly ok: false; readonly reasons: readonly Reason[]; readonly status: 409 | 422 };

/**
 * Holds what was sent against what is stored (admin.md 15.23). A value that makes no sense is refused by its field; a setting that isn't
 * any more as it was shown is a conflict, unless both want the same.
 */
export function decideSettings(stored: ReadonlyMap<string, Setting>, input: SettingsInput): SettingsVerdict {
  const reasons: Reason[] = [];
  const stale: Reason[] = [];
  const changes: { setting: Setting; value: string }[] = [];
  for (const [id, { seen, wanted }] of input) {
    const setting = stored.get(id);
    const problem = setting === undefined ? texts.unknown : problemOf(setting, wanted);
    if (setting === undefined || problem !== undefined) reasons.push({ field: fieldOf(id), message: problem ?? texts.unknown });
    else if (setting.value === canonical(setting, wanted)) continue;
    else if (seen !== undefined && seen !== setting.value)
      stale.push({ field: fieldOf(id), message: texts.stale(setting.label, setting.value, setting.lastChange ?? null) });
    else changes.push({ setting, value: canonical(setting, wanted) });
  }
  if (reasons.length > 0) return { ok: false, reasons, status: 422 };
  return stale.length > 0 ? { ok: false, reasons: stale, status: 409 } : { ok: true, changes };
}

/** What is wrong with a value, as a sentence: its type, its range with the floor, its length. */
export function problemOf({ name, label, type: declared }: Pick<Setting, 'name' | 'label' | 'type'>, value: string): string | undefined {
  const type = typeOf(name, declared);
  if (type === 'boolean') return value === 'true' || value === 'false' ? undefined : texts.notBoolean(label);
  if (type === 'number') {
    const { least, most, zero } = numberLimits(name);
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    const fits = (number === 0 && zero !== undefined) || (number >= least && number <= most);
    return fits ? undefined : texts.notNumber(label, least, most, zero);
  }
  const choices = choicesOf(name);
  if (choices !== undefined) return choices.some((choice) => choice.value === value) ? undefined : texts.notChoice(label);
  const { longest, required = false } = textLimits(name);
  if (required && value === '') return texts.missing(label);
  return [...value].length > longest ? texts.tooLong(label, longest) : undefined;
}

/** `007` is 7: what is stored is what is meant. */
export const canonical = ({ name, type }: Pick<Setting, 'name' | 'type'>, value: string): string =>
  typeOf(name, type) === 'number' && /^\d{1,9}$/.test(value) ? String(Number(value)) : value;
