import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// A reader of one feature finds the same files in all others: what a file is about is in its name, alone or
// after its subject, as in `commands.ts` or `account-commands.ts` (docs/how-to-add-a-feature.md).

const sources = globSync('app/*/**/*.{ts,tsx}').filter(
  (path) =>
    !/\.(test|fixture)\.tsx?$/.test(path) &&
    !/^app\/(cli|client|db|design|http|ontology|seed|styles|ui)\//.test(path),
);

const contents: readonly (readonly [what: string, isFound: RegExp, name: RegExp])[] = [
  ['commands', /^(export )?const \w+ = command[<(]/m, /[/-]commands\.ts$/],
  ['routes', /\broutes\(\)$/m, /[/-]routes\.ts$/],
  ['texts', /^export const texts = \{/m, /[/-]texts\.ts$/],
  ['declarations', /satisfies Declaration;$/m, /\/declare\.ts$/],
];

test.each(contents)('%s of a feature are in files named for it', (_what, isFound, name) => {
  const found = sources.filter((path) => isFound.test(readFileSync(path, 'utf8')));
  expect(found.length).toBeGreaterThan(5);
  expect(found.filter((path) => !name.test(path))).toEqual([]);
});
