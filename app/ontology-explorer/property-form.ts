import { propertyOf } from '../entity-properties.ts';
import type { Texts } from '../ontology/schema.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Difference } from '../ui/diff.tsx';
import { isShown, propertyLabel } from './present.ts';
import { keysInOrder } from './property-values.ts';
import { texts } from './texts.ts';

const prefix = 'properties.';

/**
 * Names of the properties in a form: those that the schema declares, and others that are stored.
 */
export const formKeys = (type: string, stored: Texts = {}): readonly string[] =>
  keysInOrder(type, Object.keys(stored)).filter(isShown);

export const fieldName = (key: string): string => `${prefix}${key}`;

/** Whether a property is a list of texts, edited one per line. */
export const isLines = (type: string, key: string): boolean => {
  const property = propertyOf(type, key);
  return property?.kind === 'json' && property.parse('["a"]') !== undefined;
};

/** Stored properties as field values. */
export const fieldValues = (type: string, stored: Texts): Readonly<Record<string, string>> =>
  Object.fromEntries(
    formKeys(type, stored).map((key) => [fieldName(key), fieldValue(type, key, stored[key])]),
  );

type Formed = Pick<EntitySnapshot, 'type' | 'label' | 'sortOrder' | 'isActive' | 'properties'>;

/** An entity as form values. */
export const formValues = ({
  type,
  label,
  sortOrder,
  isActive,
  properties,
}: Formed): Readonly<Record<string, string>> => ({
  label,
  sort_order: String(sortOrder),
  is_active: String(isActive),
  ...fieldValues(type, properties),
});

/** Differences between a stored entity and a submitted form: the stored value first. */
export function differencesFrom(
  entity: Formed,
  sent: Readonly<Record<string, string>>,
): readonly Difference[] {
  const captions: Readonly<Record<string, string>> = {
    ...{ label: texts.form.label, sort_order: texts.form.order, is_active: texts.form.active },
    ...Object.fromEntries(
      formKeys(entity.type, entity.properties).map((key) => [fieldName(key), propertyLabel(key)]),
    ),
  };
  const isFlag = (name: string): boolean =>
    name === 'is_active' || propertyOf(entity.type, name.slice(prefix.length))?.kind === 'flag';
  const inWords = (name: string, value: string): string | undefined => {
    if (isFlag(name)) return value === 'true' ? texts.entity.yes : texts.entity.no;
    return value === '' ? undefined : value;
  };
  return Object.entries(formValues(entity)).flatMap(([name, stored]) => {
    const [before, after] = [
      inWords(name, stored),
      inWords(name, (sent[name] ?? '').replaceAll('\r\n', '\n')),
    ];
    return before === after ? [] : [{ field: captions[name] ?? name, before, after }];
  });
}

function fieldValue(type: string, key: string, stored: string | undefined): string {
  const property = propertyOf(type, key);
  if (property?.kind === 'flag') {
    const value = stored === undefined ? property.standard : property.parse(stored);
    return value === true ? 'true' : '';
  }
  if (stored === undefined) return '';
  const value = isLines(type, key) ? property?.parse(stored) : undefined;
  return Array.isArray(value) ? value.join('\n') : stored;
}

/**
 * Property changes of a form: `null` removes one. A value that equals the default and was not
 * stored is omitted, so that saving an unchanged form changes nothing.
 */
export function changesOf(
  type: string,
  input: Readonly<Record<string, unknown>>,
  stored: Texts = {},
): Readonly<Record<string, string | null>> {
  const changes = formKeys(type, stored).map(
    (key) => [key, storedForm(type, key, input[fieldName(key)], stored)] as const,
  );
  return Object.fromEntries(
    changes.filter((entry): entry is readonly [string, string | null] => entry[1] !== undefined),
  );
}

function storedForm(
  type: string,
  key: string,
  sent: unknown,
  stored: Texts,
): string | null | undefined {
  const had = Object.hasOwn(stored, key) ? stored[key] : undefined;
  const property = propertyOf(type, key);
  const typed = (typeof sent === 'string' ? sent : '').replaceAll('\r\n', '\n');
  if (property?.kind === 'flag') {
    const now = typed === 'true';
    const before = had === undefined ? property.standard : property.parse(had);
    return now === before ? undefined : String(now);
  }
  if (sent === undefined || typed === fieldValue(type, key, had)) return undefined;
  if (typed.trim() === '') return had === undefined ? undefined : null;
  return isLines(type, key)
    ? JSON.stringify(
        typed
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      )
    : typed;
}
