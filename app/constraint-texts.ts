import { constraints } from './declarations.ts';
import type { Texts } from './ui/texts.ts';

/** Why a change is refused, by the constraint of the database that it violates. */
export const texts = Object.fromEntries(
  Object.entries(constraints).map(([name, { message }]) => [name, message]),
) satisfies Texts;
