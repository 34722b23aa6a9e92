import type { Seen } from './facts.ts';

/**
 * Runs a check and turns every failure into a result: an unreachable item does not end the
 * checklist.
 */
export async function seen<T>(look: () => Promise<T>): Promise<Seen<T>> {
  try {
    return { seen: await look() };
  } catch (error) {
    return {
      unseen: inOneLine(error instanceof Error ? error.message || error.name : String(error)),
    };
  }
}

const inOneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');
