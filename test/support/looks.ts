import type { Page } from 'playwright-core';
import { type SystemTheme, systemThemes } from './browser.ts';

/** The attributes of the root element for a theme that a user chose. */
const attributes: Readonly<Record<SystemTheme, { readonly theme: string; contrast?: string }>> = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  contrast: { theme: 'light', contrast: 'more' },
};

/** Shows the page in a theme. */
export const setTheme = (page: Page, theme: SystemTheme): Promise<void> =>
  page.evaluate(({ theme, contrast }) => {
    const { dataset } = document.documentElement;
    dataset['theme'] = theme;
    if (contrast === undefined) delete dataset['contrast'];
    else dataset['contrast'] = contrast;
  }, attributes[theme]);

/**
 * The looks of all visible texts of a page, each once, in each theme: what the contrast of a text
 * depends on, so that one text of a look is measured for all. The page keeps an element of each in
 * `elementsOfLooks`.
 */
export const looksOf = (page: Page): Promise<Record<SystemTheme, readonly string[]>> =>
  page.evaluate(
    ([themes, attributes]) => {
      let grounds = new WeakMap<Element, string>();
      /** The elements painted behind one: its ancestors that paint or lie elsewhere. */
      const groundOf = (element: Element): string => {
        const known = grounds.get(element);
        if (known !== undefined) return known;
        const { parentElement: parent } = element;
        const below = parent === null ? '' : groundOf(parent);
        const style = getComputedStyle(element);
        const isPlain =
          style.backgroundColor === 'rgba(0, 0, 0, 0)' &&
          [style.backgroundImage, style.filter].every((value) => value === 'none') &&
          style.opacity === '1' &&
          style.position === 'static';
        const own = isPlain
          ? ''
          : [
              ...[element.localName, element.className, style.backgroundColor],
              ...[style.backgroundImage, style.filter, style.opacity, style.position],
            ].join(' ');
        const ground = own === '' ? below : `${below} > ${own}`;
        grounds.set(element, ground);
        return ground;
      };
      const lookOf = (element: Element): string => {
        const style = getComputedStyle(element);
        const { parentElement: parent } = element;
        const around = parent === null ? '' : getComputedStyle(parent).color;
        return [
          ...[element.localName, element.getAttribute('class'), element.getAttribute('type')],
          ...[style.color, style.fontSize, style.fontWeight, style.textShadow],
          ...[style.textDecorationLine, style.borderBottom, parent?.localName, around],
          ...[element.closest(':disabled, [aria-disabled="true"]') === null, groundOf(element)],
        ].join('|');
      };
      const hasText = (element: Element) =>
        element.matches('input, select, textarea') ||
        [...element.childNodes].some(
          ({ nodeType, textContent }) => nodeType === 3 && textContent?.trim() !== '',
        );
      const texts = [...document.querySelectorAll('body *')].filter(
        (element) => hasText(element) && element.checkVisibility(),
      );
      const root = document.documentElement;
      const before = { ...root.dataset };
      const found = themes.map((theme) => {
        delete root.dataset['contrast'];
        Object.assign(root.dataset, attributes[theme]);
        grounds = new WeakMap();
        return [theme, new Map(texts.map((element) => [lookOf(element), element]))] as const;
      });
      delete root.dataset['contrast'];
      Object.assign(root.dataset, before);
      Object.assign(globalThis, { elementsOfLooks: Object.fromEntries(found) });
      return Object.fromEntries(
        found.map(([theme, looks]) => [theme, [...looks.keys()]]),
      ) as Record<SystemTheme, string[]>;
    },
    [systemThemes, attributes] as const,
  );
