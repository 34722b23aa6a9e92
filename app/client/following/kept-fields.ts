import { all } from '../elements.ts';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const selector = 'input:not([type="hidden"]), textarea, select';

/**
 * Notes what a user filled in, in forms of a part that is about to be replaced. The returned
 * function fills it into the same forms of the new content; input of a form that is gone is gone.
 */
export function keepFields(part: HTMLElement): () => void {
  const kept = all<Field>(selector, part)
    .filter(isChanged)
    .map((field) => ({ key: keyOf(field), state: stateOf(field) }));
  return () => {
    const fields = new Map(all<Field>(selector, part).map((field) => [keyOf(field), field]));
    for (const { key, state } of kept) {
      const field = fields.get(key);
      if (field === undefined) continue;
      if (typeof state === 'string') field.value = state;
      else if (field instanceof HTMLInputElement) field.checked = state;
      field.form?.dispatchEvent(new Event('change', { bubbles: true }));
    }
  };
}

const isChoice = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type);

/** The same control of the same form; choices with one name differ by their value. */
const keyOf = (field: Field): string =>
  [field.form?.id ?? '', field.name, isChoice(field) ? field.value : ''].join(' ');

const stateOf = (field: Field): string | boolean => (isChoice(field) ? field.checked : field.value);

function isChanged(field: Field): boolean {
  if (isChoice(field)) return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement)
    return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}
