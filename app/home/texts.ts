import type { Texts } from '../ui/texts.ts';

/** Words of the page on which people arrive. */
export const texts = {
  title: 'Dashboard',
  greeting: (hour: number, name: string) =>
    `Good ${hour >= 5 && hour < 12 ? 'morning' : hour >= 12 && hour < 17 ? 'afternoon' : 'evening'}, ${name}`,
  noRoles: 'You hold no role yet. An administrator can give you one.',
} as const satisfies Texts;
