import type { Page } from 'playwright-core';

/**
 * What can only be seen on the whole page, so it is checked before repeats are removed: unique ids,
 * unique names of landmarks, and levels of headings. One line each; should be empty.
 */
export const documentFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
    const isRead = (element: Element) =>
      element.checkVisibility() && element.closest('[aria-hidden="true"]') === null;
    const twice = (values: readonly string[]) => [
      ...new Set(values.filter((value, place) => values.indexOf(value) < place)),
    ];
    const textOf = (id: string) => document.getElementById(id)?.textContent?.trim() ?? '';
    const nameOf = (element: Element) =>
      element.getAttribute('aria-label') ??
      (element.getAttribute('aria-labelledby') ?? '').split(' ').map(textOf).join(' ');
    const landmarks = all('nav, aside, section, form, [role="region"], [role="search"]')
      .filter(isRead)
      .map((element) => [element.getAttribute('role') ?? element.localName, nameOf(element)])
      .filter(([, name]) => name !== '')
      .map((parts) => parts.join(' '));
    const levels = all('h1, h2, h3, h4, h5, h6')
      .filter(isRead)
      .map(({ localName, textContent }) => ({ level: Number(localName[1]), textContent }));
    return [
      ...twice(all('[id]').map(({ id }) => id)).map((id) => `two elements have the id ${id}`),
      ...twice(landmarks).map((landmark) => `two landmarks: ${landmark}`),
      ...levels
        .filter(({ level }, place) => level > (levels[place - 1]?.level ?? level) + 1)
        .map(({ level, textContent }) => `h${level} skips a level: ${textContent}`),
    ];
  });

/**
 * Removes repeats from a loaded page: of siblings with the same skeleton, all but two. A skeleton is
 * what rules of accessibility depend on: elements, attributes, whether texts and names are empty,
 * what is visible, recursively. What an attribute or a text says doesn't matter to any rule, except
 * those of `documentFaults`. What scrolled before still scrolls. The page is of no other use then.
 */
export const removeRepeats = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const kept = 2;
    const ids =
      /^(for|list|form|headers|aria-(labelledby|describedby|controls|owns|details|activedescendant|errormessage|flowto))$/;
    const words =
      /^(id|name|value|href|src|title|alt|placeholder|content|datetime|action|formaction|aria-(label|description|valuetext|roledescription))$/;
    const saysSomething = (element: Element | null) => element?.textContent?.trim() !== '';
    const target = (id: string) => {
      const element = document.getElementById(id);
      return element === null ? 'none' : saysSomething(element);
    };
    const describe = ({ name, value }: Attr): string => {
      if (ids.test(name)) return `${name}=${value.split(' ').map(target)}`;
      const isWord = name.startsWith('data-') && !/^[a-z-]*$/.test(value);
      return `${name}=${words.test(name) || isWord ? value.trim() !== '' : value}`;
    };
    const numbers = new Map<string, number>();
    const numberOf = (text: string): number => {
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    };
    /** What concerns the element itself. */
    const partsOf = (element: Element): string[] => [
      element.localName,
      ...[...element.attributes].map(describe),
      ...[...((element as HTMLInputElement).labels ?? [])].map(
        (label) => `${saysSomething(label)}`,
      ),
      ...[...element.childNodes]
        .filter(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim() !== '')
        .map(() => 'text')
        .slice(0, 1),
      `${element.checkVisibility()} ${element.getBoundingClientRect().width > 1}`,
    ];
    /** Icons differ, and no rule looks into them. */
    const isIcon = ({ localName, ariaHidden }: Element) =>
      localName === 'svg' && ariaHidden === 'true';
    const repeats: Element[] = [];
    /** The number of an element's skeleton; notes what repeats below it. */
    const skeletonOf = (element: Element): number => {
      const counts = new Map<number, number>();
      for (const child of isIcon(element) ? [] : element.children) {
        const skeleton = skeletonOf(child);
        const count = (counts.get(skeleton) ?? 0) + 1;
        counts.set(skeleton, count);
        if (count > kept) repeats.push(child);
      }
      const below = [...counts].map(([skeleton, count]) => `${skeleton}${count > 1 ? '+' : ''}`);
      return numberOf([...partsOf(element), ...below].join('|'));
    };
    const scrolled = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter(
        (element) =>
          (element.scrollHeight > element.clientHeight ||
            element.scrollWidth > element.clientWidth) &&
          /auto|scroll/.test(getComputedStyle(element).overflow),
      )
      .map((element) => [element, element.scrollWidth, element.scrollHeight] as const);
    // The drawings of icons, which no rule reads, are a third of a page's elements.
    for (const drawing of document.querySelectorAll('symbol')) drawing.remove();
    skeletonOf(document.body);
    for (const repeat of repeats) repeat.remove();
    for (const [{ lastElementChild, scrollWidth, scrollHeight }, width, height] of scrolled) {
      if (!(lastElementChild instanceof HTMLElement)) continue;
      if (scrollWidth < width) lastElementChild.style.minWidth = `${width}px`;
      if (scrollHeight < height) lastElementChild.style.minHeight = `${height}px`;
    }
  });
