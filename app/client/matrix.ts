import { all } from './elements.ts';

/**
 * Submits the permission matrix as a difference to the stored one: only the changed ones of a
 * thousand boxes. The server accepts the complete form too, so nothing depends on this.
 */
export function improveMatrix(): void {
  document.addEventListener('formdata', ({ target, formData }) => {
    if (!(target instanceof HTMLFormElement) || target.id !== 'matrix') return;
    const given = new Set(String(formData.get('seen') ?? '').split(' '));
    formData.delete('seen');
    for (const { checked, disabled, name, value } of all<HTMLInputElement>(
      'input[name^="perm_"]',
      target,
    )) {
      formData.delete(name);
      if (!disabled && checked !== given.has(value))
        formData.append(checked ? 'give' : 'take', value);
    }
  });
}
