/**
 * The address that a form submits to. Omits empty values, except in the filter builder, where an
 * empty line is still a line.
 */
export function addressOf(form: HTMLFormElement, button: HTMLButtonElement | null): string {
  const keepsEmpty = form.dataset['builder'] !== undefined;
  const values = [...new FormData(form, button)].filter(([, value]) => keepsEmpty || value !== '');
  // Reads the attribute, because a field named `action`, as in the log, hides `form.action`.
  const url = new URL(form.getAttribute('action') ?? '', document.baseURI);
  url.search = new URLSearchParams(values.map(([name, value]) => [name, String(value)])).toString();
  return url.href;
}
