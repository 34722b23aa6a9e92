import { type IconName, iconNames, spriteMarkup } from './icons.ts';

export type { IconName } from './icons.ts';

/** Markup of each, made once: a list shows hundreds. */
const references = Object.fromEntries(
  iconNames.map((name) => [name, { __html: `<use href="#i-${name}"/>` }]),
) as Record<IconName, { __html: string }>;

/** A drawing beside a word that says the same; screen readers skip it. */
export const Icon = ({ name, small = false }: { name: IconName; small?: boolean }) => (
  <svg
    class={small ? 'icon s' : 'icon'}
    aria-hidden="true"
    dangerouslySetInnerHTML={references[name]}
  />
);

/**
 * The drawings themselves, once in each document: constant markup of this folder, no data in it.
 */
export const IconSprite = () => (
  <svg class="sprite" aria-hidden="true" dangerouslySetInnerHTML={{ __html: spriteMarkup }} />
);
