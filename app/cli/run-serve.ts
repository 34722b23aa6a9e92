import type { CommandContext } from './commands.ts';

export async function runServe({ config }: CommandContext): Promise<undefined> {
  throw new Error('x');
}
