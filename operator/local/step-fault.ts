import type { CommandRun } from '../environment/types.ts';
import { LocalFault } from './fault.ts';
import { type StepName, stepOfCommand } from './steps.ts';

/** A failed step: its line in the list, and the lines below. */
export class StepFault extends LocalFault {
  readonly step: StepName;

  constructor(
    step: StepName,
    message: string,
    advice: readonly string[],
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, advice, options);
    this.step = step;
  }
}

const again = 'Try again: npm start';

/**
 * The message about a failed command: the app's own words, kept migrations, where to read more. Pure.
 * @param log displayed path of the log
 * @param schema newest migration of the database, `null` for none; undefined if unknown
 */
export function commandFault(
  run: CommandRun,
  { log, schema }: { log: string; schema: string | null | undefined },
): StepFault {
  const step = stepOfCommand(run.command);
  const { message = 'it failed', code, logLines = [] } = run.failure ?? {};
  const lines = message.split('\n');
  const last = `Log: ${log}      ${again}`;
  if (code === 'migration_failed')
    return new StepFault(step, message, [migrationStory(run, schema), last]);
  if (lines.length > 1)
    return new StepFault(step, `${lines.length} problems`, [...lines, '', last]);
  const more = logLines.filter((line) => line !== message);
  return new StepFault(step, message, more.length > 0 ? [...more, '', last] : [last]);
}

/** `Statement 2 of 3 in 0003_schedule.ts; nothing of 0003 was kept, the database is at 0002.` */
function migrationStory({ result }: CommandRun, schema: string | null | undefined): string {
  const { details = {} } =
    ((result ?? {}) as { error?: { details?: Record<string, unknown> } }).error ?? {};
  const { migration, name, statement, of, kept } = details;
  const where = `Statement ${statement} of ${of} in ${migration}_${name}.ts`;
  const what =
    Number(kept) > 0 ? `the statements before it were kept` : `nothing of ${migration} was kept`;
  if (schema === undefined) return `${where}; ${what}.`;
  return `${where}; ${what}, the database is ${schema === null ? 'empty' : `at ${schema}`}.`;
}
