import type { Reason } from '../ontology/outcome.ts';
import type { SettingJudgement } from './judgement.ts';
import { canonical, type Setting } from './rules.ts';
import { fieldOf, type SettingsInput } from './schema.ts';
import { texts } from './texts.ts';

/** The requested value of a setting. */
export interface WantedValue {
  readonly setting: Setting;
  readonly value: string;
}

/** The values to write and those that wait for a second user, or the reason of a refusal. */
type SettingsVerdict =
  | {
      readonly ok: true;
      readonly changes: readonly WantedValue[];
      readonly awaiting: readonly WantedValue[];
    }
  | { readonly ok: false; readonly reasons: readonly Reason[]; readonly status: 409 | 422 };

/**
 * Checks submitted values against the stored ones (spec settings#values). An invalid value is
 * refused by field; a setting that changed since it was shown is a conflict, unless both values are
 * equal.
 * @param judge decides about a value
 * @param when formats a moment for its reader
 */
export function decideSettings(
  stored: ReadonlyMap<string, Setting>,
  input: SettingsInput,
  judge: (setting: Setting, wanted: string) => SettingJudgement,
  when: (at: Date) => string,
): SettingsVerdict {
  const reasons: Reason[] = [];
  const stale: Reason[] = [];
  const changes: WantedValue[] = [];
  const awaiting: WantedValue[] = [];
  for (const [id, { seen, wanted }] of input) {
    const setting = stored.get(id);
    const field = fieldOf(id);
    if (setting === undefined) {
      reasons.push({ field, message: texts.unknown });
      continue;
    }
    const judgement = judge(setting, wanted);
    if (judgement.kind === 'refused') reasons.push({ field, message: judgement.message });
    else if (judgement.kind === 'unchanged') continue;
    else if (seen !== undefined && canonical(setting, seen) !== setting.value)
      stale.push({ field, message: staleText(setting, when) });
    else
      (judgement.kind === 'allowed' ? changes : awaiting).push({ setting, value: judgement.value });
  }
  if (reasons.length > 0) return { ok: false, reasons, status: 422 };
  return stale.length > 0
    ? { ok: false, reasons: stale, status: 409 }
    : { ok: true, changes, awaiting };
}

function staleText({ label, value, lastChange }: Setting, when: (at: Date) => string): string {
  const last = lastChange ?? null;
  return texts.stale(
    label,
    value,
    last === null ? null : { by: last.by, at: when(new Date(last.at)) },
  );
}
