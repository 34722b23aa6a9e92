import { choicesOf, numberLimits, type SettingType, textLimits, typeOf } from './catalogue.ts';
import { texts } from './texts.ts';

/** A waiting change, as the page shows it. */
export interface PendingChange {
  readonly id: string;
  readonly value: string;
  readonly requestedBy: string;
  readonly requesterId: string;
  readonly requestedAt: string;
  readonly expiresAt: string;
}

/** A setting as stored. */
export interface Setting {
  readonly id: string;
  /** `audit.retention_days` */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: SettingType;
  readonly value: string;
  /**
   * Who changed it last and when, as recorded in the audit log; read when it is to be changed. `at`
   * is ISO 8601.
   */
  readonly lastChange?: { readonly by: string; readonly at: string } | null;
  /** A change that waits for confirmation; read for the page. Moments are ISO 8601. */
  readonly pending?: PendingChange | null;
}

/** Returns what is wrong with a value, as a sentence: its type, range or length. */
export function problemOf(
  { name, label, type: declared }: Pick<Setting, 'name' | 'label' | 'type'>,
  value: string,
): string | undefined {
  const type = typeOf(name, declared);
  if (type === 'boolean')
    return value === 'true' || value === 'false' ? undefined : texts.notBoolean(label);
  if (type === 'number') {
    const { least, most, zero } = numberLimits(name);
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    const fits = (number === 0 && zero !== undefined) || (number >= least && number <= most);
    return fits ? undefined : texts.notNumber(label, least, most, zero);
  }
  const choices = choicesOf(name);
  if (choices !== undefined)
    return choices.some((choice) => choice.value === value) ? undefined : texts.notChoice(label);
  const { longest, required = false } = textLimits(name);
  if (required && value === '') return texts.missing(label);
  return [...value].length > longest ? texts.tooLong(label, longest) : undefined;
}

/** Normalizes a value: `007` is stored as 7. */
export const canonical = ({ name, type }: Pick<Setting, 'name' | 'type'>, value: string): string =>
  typeOf(name, type) === 'number' && /^\d{1,9}$/.test(value) ? String(Number(value)) : value;
