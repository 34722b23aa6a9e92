import { isSystemError, LocalFault } from './fault.ts';
import { StepFault } from './step-fault.ts';

/**
 * The wording of Node.js, PostgreSQL and its programs; PostgreSQL also reports a partly written
 * block.
 */
const signs =
  /\bENOSPC\b|\bEDQUOT\b|No space left on device|Disk quota exceeded|could not (extend|write to) file .*wrote only|disk is full/i;

/**
 * The message for an error caused by a full disk, whichever program reported it: the cause first,
 * then its own words. Undefined for other errors. Pure.
 */
export function fullDiskFault(error: unknown): LocalFault | undefined {
  const words = wordsOf(error).find((message) => signs.test(message));
  if (words === undefined) return undefined;
  const advice = [
    words.split('\n').find((line) => signs.test(line)) ?? words,
    '',
    'Committed changes are kept. Make room, or use a folder on another disk: npm start -- --data <folder>',
  ];
  if (error instanceof StepFault)
    return new StepFault(error.step, message, advice, { cause: error });
  return new LocalFault(message, advice, { cause: error });
}

const message = 'the disk is full';

/** Whether a write failed because the disk is full, which loses only a record. */
export const isFullDisk = (error: unknown): boolean => isSystemError(error, 'ENOSPC', 'EDQUOT');

function wordsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const advice = error instanceof LocalFault ? error.advice : [];
  return [error.message, ...advice, ...(error.cause === undefined ? [] : wordsOf(error.cause))];
}
