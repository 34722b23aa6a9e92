import { all } from './elements.ts';

/**
 * The permissions by roles are sent as the difference to what is stored: of a thousand boxes only
 * those that somebody touched. The server takes the whole form as well, so nothing depends on this.
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
