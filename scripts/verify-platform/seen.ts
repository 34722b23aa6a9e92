import type { Seen } from './facts.ts';

/**
 * Looks, and takes every failure for an answer: what could not be reached is a point of the
 * checklist, not the end of it.
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
