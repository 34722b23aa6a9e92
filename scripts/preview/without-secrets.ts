import type { Manifest } from '#cdk8s/constructs/manifest.ts';

/**
 * Both states of an object in a form that may be shown: values of Secrets, passwords in addresses
 * and private keys are replaced, and a change of one is only shown as such.
 */
export function withoutSecrets(
  before: Manifest | undefined,
  after: Manifest | undefined,
): { before: unknown; after: unknown } {
  return { before: before && hide(before, undefined), after: after && hide(after, before) };
}

const hidden = '(not shown)';
const hiddenChange = '(not shown, changed)';

function hide(object: Manifest, before: Manifest | undefined): unknown {
  const safe = hideInTexts(object, before) as Record<string, unknown>;
  if (object.kind !== 'Secret') return safe;
  const values = (field: 'data' | 'stringData') => {
    const own = object[field] as Record<string, unknown> | undefined;
    const old = before?.[field] as Record<string, unknown> | undefined;
    return (
      own && {
        [field]: Object.fromEntries(
          Object.entries(own).map(([key, value]) => [key, mask(value, old?.[key])]),
        ),
      }
    );
  };
  return { ...safe, ...values('data'), ...values('stringData') };
}

const mask = (value: unknown, before: unknown): string =>
  before !== undefined && before !== value ? hiddenChange : hidden;

/** `…://user:password@host`; bounded, because a text of a megabyte must be processed too. */
const password = /(:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,1000}(@)/g;
const privateKey =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g;

function hideInTexts(value: unknown, before: unknown): unknown {
  if (typeof value === 'string')
    return hideInText(value, typeof before === 'string' ? before : undefined);
  if (typeof value !== 'object' || value === null) return value;
  const old = (typeof before === 'object' && before !== null ? before : {}) as Record<
    string,
    unknown
  >;
  if (Array.isArray(value)) return value.map((item, index) => hideInTexts(item, old[index]));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, hideInTexts(member, old[key])]),
  );
}

function hideInText(text: string, before: string | undefined): string {
  const shown = replaceSecrets(text, hidden);
  const changedOnlyInSecret =
    before !== undefined && before !== text && replaceSecrets(before, hidden) === shown;
  return changedOnlyInSecret ? replaceSecrets(text, hiddenChange) : shown;
}

const replaceSecrets = (text: string, by: string): string =>
  text.replace(password, `$1${by}$2`).replace(privateKey, by);
