/** A form of a page with the fields it would submit, and with its unchecked boxes. */
export interface PageForm {
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/**
 * The forms of a page that change something, once more for every button that submits them
 * elsewhere, wherever the button is.
 */
export function formsIn(html: string): readonly PageForm[] {
  const buttons = [...html.matchAll(/<button[^>]*formaction="[^>]*>/g)].map(
    ({ 0: tag, index: at }) => ({ tag, at }),
  );
  return [...html.matchAll(/<form[^>]*method="post"[^>]*>[\s\S]*?<\/form>/g)].flatMap(
    ({ 0: form, index: start }) => {
      const fields = fieldsIn(form);
      const own = buttons.filter(({ tag, at }) => {
        const named = attribute(tag, 'form');
        return named === undefined
          ? at > start && at < start + form.length
          : named === attribute(form, 'id');
      });
      const actions = [
        attribute(form, 'action'),
        ...own.map(({ tag }) => attribute(tag, 'formaction')),
      ];
      return actions.flatMap((action) =>
        action === undefined ? [] : [{ action: unescaped(action), fields }],
      );
    },
  );
}

/**
 * The page at an address once for each row with a menu or a detail, with that one open: it is not
 * rendered before.
 */
export const rowPartsIn = (html: string, address: string): readonly string[] =>
  [...html.matchAll(/<button[^>]*\sname="(menu|open)"[^>]*>/g)].map(
    ([tag, name]) =>
      `${address}${address.includes('?') ? '&' : '?'}${name}=${attribute(tag, 'value')}`,
  );

const fieldsIn = (form: string): PageForm['fields'] =>
  [...form.matchAll(/<(?:input|select|textarea|button)[^>]*>/g)].flatMap(([tag]) => {
    const name = attribute(tag, 'name');
    return name === undefined || name === 'csrf_token'
      ? []
      : [[name, unescaped(attribute(tag, 'value'))] as const];
  });

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

const unescaped = (text = ''): string => text.replaceAll('&amp;', '&');
