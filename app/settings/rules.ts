import { isDay } from '../ontology/property.ts';
import { namedProblem } from '../webhooks/index.ts';
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

/** Returns the fault of a value, as a sentence: its type, range or length. */
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
  return textProblem(name, label, value);
}

function textProblem(name: string, label: string, value: string): string | undefined {
  const { longest, required = false, dates = false, addresses = false } = textLimits(name);
  if (required && value === '') return texts.missing(label);
  const wrong = dates ? undated(value) : undefined;
  if (wrong !== undefined) return texts.notDate(label, wrong.line, wrong.found);
  const unnamed = addresses ? namedProblem(value) : undefined;
  if (unnamed !== undefined) return texts.notAddress(label, unnamed);
  return [...value].length > longest ? texts.tooLong(label, longest) : undefined;
}

/** The first item of a list of dates without a valid date; a name may follow each date. */
function undated(value: string): { readonly line: number; readonly found: string } | undefined {
  const items = value
    .split('\n')
    .flatMap((line, n) => line.split(/[,;]/).map((item) => ({ line: n + 1, found: item.trim() })));
  return items.find(
    ({ found }) => found !== '' && !(/^\S{10}(\s|$)/.test(found) && isDay(found.slice(0, 10))),
  );
}

/** Normalizes a value: `007` is stored as 7. Browsers send the end of a line as two characters. */
export function canonical({ name, type }: Pick<Setting, 'name' | 'type'>, value: string): string {
  if (textLimits(name).dates) return value.replaceAll('\r\n', '\n');
  return typeOf(name, type) === 'number' && /^\d{1,9}$/.test(value) ? String(Number(value)) : value;
}
