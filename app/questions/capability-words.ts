import { positionTexts } from '../positions/index.ts';

const words: Readonly<Record<string, string>> = positionTexts.capability;

/** A capability as pages name it. */
export const capabilityInWords = (capability: string): string =>
  Object.hasOwn(words, capability) ? (words[capability] ?? capability) : capability;
