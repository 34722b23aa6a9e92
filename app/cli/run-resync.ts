import { createPool } from '../db/pool.ts';
import type { CommandContext, Outcome } from './commands.ts';

export async function runResync({ config }: CommandContext): Promise<Outcome> {
  throw new Error('x');
}
