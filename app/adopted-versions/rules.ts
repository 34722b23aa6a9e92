import { fieldsOf } from '../committees/index.ts';
import type { AdoptedVersion, TorText } from './adopted-version.ts';

/** A field that differs between two texts. */
interface ChangedField {
  readonly key: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** The fields in which two texts differ, in the order of the form. */
export function changesBetween(before: TorText, after: TorText): readonly ChangedField[] {
  const earlier = new Map(fieldsOf(before).map(({ key, text }) => [key, text]));
  return fieldsOf(after).flatMap(({ key, label, text }) => {
    const was = earlier.get(key) ?? '';
    return was === text ? [] : [{ key, label, before: was, after: text }];
  });
}

/**
 * The version in force on a day: the last one adopted until then (spec adopted-versions#in-force).
 * @returns `undefined` before the first one
 */
export const versionOn = <V extends Pick<AdoptedVersion, 'number' | 'adoptedOn'>>(
  versions: readonly V[],
  day: string,
): V | undefined =>
  versions
    .filter(({ adoptedOn }) => adoptedOn <= day)
    .reduce<V | undefined>(
      (last, version) => (last === undefined || version.number > last.number ? version : last),
      undefined,
    );

/** Why a day cannot be the day of the next adoption; `undefined` if it can. */
export function dayFault(
  day: string,
  { today, latest }: { readonly today: string; readonly latest: string | undefined },
): 'future' | 'before-latest' | undefined {
  if (day > today) return 'future';
  return latest !== undefined && day < latest ? 'before-latest' : undefined;
}
