import { type IconName, spriteMarkup } from './icons.ts';

export type { IconName } from './icons.ts';

/** A drawing beside a word that says the same; screen readers skip it. */
export const Icon = ({ name, small = false }: { name: IconName; small?: boolean }) => (
  <svg class={small ? 'icon s' : 'icon'} aria-hidden="true">
    <use href={`#i-${name}`} />
  </svg>
);

/** The drawings themselves, once in each document: constant markup of this folder, no data in it. */
export const IconSprite = () => <svg class="sprite" aria-hidden="true" dangerouslySetInnerHTML={{ __html: spriteMarkup }} />;
