import type { CommandContext, Outcome } from './commands.ts';

export async function runStatus({ config }: CommandContext): Promise<Outcome> {
  throw new Error('x');
}
