import { adoptVersion } from '#app/adopted-versions/commands.ts';
import { noteVersionExport } from '#app/adopted-versions/export-commands.ts';
import { noteTorExport } from '#app/committees/export-commands.ts';
import { torTable } from '#app/committees/schema.ts';
import type { Command } from '#app/ontology/command.ts';
import { parseTable } from '#app/ui/table-state.ts';
import type { Failures } from '#test/support/fail-each-statement.ts';

type Failing = <Input, Saved>(command: Command<Input, Saved>, input: Input) => Promise<Failures>;

/**
 * The commands that adopt and export Terms of Reference, for the test that makes each of their
 * statements fail.
 */
export const committeeTextCommands = (
  madeTor: () => Promise<string>,
  failing: Failing,
): Record<string, () => Promise<Failures>> => ({
  'adopted-versions/commands.ts adoptVersion': async () =>
    failing(adoptVersion, {
      ...{ committee: await madeTor(), adopted_on: '2026-01-10', decision: 'Decision 7' },
    }),
  'adopted-versions/export-commands.ts noteVersionExport': async () =>
    failing(noteVersionExport, {
      ...{ id: await madeTor(), label: 'Board', number: 1, format: 'pdf' as const },
    }),
  'committees/export-commands.ts noteTorExport': () =>
    failing(noteTorExport, parseTable(torTable, new URLSearchParams('q=a'))),
});
