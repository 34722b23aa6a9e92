import { type IconName, iconNames, spriteMarkup } from './icons.ts';

export type { IconName } from './icons.ts';

/** Markup of each icon, created once: a list shows hundreds. */
const references = Object.fromEntries(
  iconNames.map((name) => [name, { __html: `<use href="#i-${name}"/>` }]),
) as Record<IconName, { __html: string }>;

/** An icon beside a word with the same meaning; hidden from screen readers. */
export const Icon = ({ name, small = false }: { name: IconName; small?: boolean }) => (
  <svg
    class={small ? 'icon s' : 'icon'}
    aria-hidden="true"
    dangerouslySetInnerHTML={references[name]}
  />
);

/** The icons themselves, once per document: constant markup of this folder, without data. */
export const IconSprite = () => (
  <svg class="sprite" aria-hidden="true" dangerouslySetInnerHTML={{ __html: spriteMarkup }} />
);
