import { texts } from './constraint-texts.ts';
import { constraints } from './declarations.ts';
import type { Constraints } from './ontology/sqlstate.ts';

/** Constraints of the database that features declare, with the refusals they mean. */
export const declaredConstraints: Constraints = Object.fromEntries(
  Object.entries(constraints).map(([name, reason]) => [
    name,
    { ...reason, message: texts[name] ?? reason.message },
  ]),
);
