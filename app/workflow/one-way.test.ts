import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const app = fileURLToPath(new URL('..', import.meta.url));

/** Files that change a status which follows no workflow, and the one that moves items. */
const allowed: Readonly<Record<string, string>> = {
  'workflow/move.ts': 'moves items',
  'committees/commands.ts': 'archives committees',
  'minutes/commands.ts': 'minutes have statuses of their own (spec minutes#status)',
  'action-items/commands.ts': 'action items have statuses of their own',
  'action-items/listed.ts': 'the same, as minutes list them',
  'warnings/warning-store.ts': 'warnings have statuses of their own (spec warnings#receipts)',
  'warnings/receipt-store.ts': 'the same, of receipts',
};

/** The arguments of each call of a function, with balanced parentheses. */
function callsOf(code: string, name: string): readonly string[] {
  return [...code.matchAll(new RegExp(`\\b${name}(?:<[^>()]*>)?\\(`, 'g'))].map((found) => {
    const start = found.index + found[0].length;
    let depth = 1;
    let end = start;
    while (depth > 0 && end < code.length) {
      depth += code[end] === '(' ? 1 : code[end] === ')' ? -1 : 0;
      end += 1;
    }
    return code.slice(start, end - 1);
  });
}

test('spec workflow#transitions: only the workflow changes the status of an item', () => {
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(?<!\.test)\.tsx?$/.test(path),
  );
  const found = files.filter((path) => {
    const code = readFileSync(join(app, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    return (
      callsOf(code, 'changeEntity').some((call) => /\bstatus\b\s*[:,}]/.test(call)) ||
      /update\s+entities[^`]*['"]status['"]/.test(code)
    );
  });
  expect(found.filter((path) => !Object.hasOwn(allowed, path))).toEqual([]);
  expect(found).toContain('workflow/move.ts');
});
