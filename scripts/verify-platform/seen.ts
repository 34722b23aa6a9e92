import type { Seen } from './facts.ts';

/** Looks, and takes every failure for an answer: what could not be reached is a point of the checklist, not the end of it. */
export async function seen<T>(look: () => Promise<T>): Promise<Seen<T>> {
  try {
    return { seen: await look() };
  } catch (error) {
    return { unseen: lastLine(error) };
  }
}

/** Programs tell what they tried first, and what was wrong last. */
const lastLine = (error: unknown): string => {
  const text = error instanceof Error ? error.message || String(error.cause ?? error.name) : String(error);
  return text.trim().split('\n').at(-1) ?? text;
};
