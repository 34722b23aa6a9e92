import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that pass before their buffers are freed. */
const most = 16 * 1024 * 1024;

/**
 * Frees buffers that were used a moment ago, for everything that passes through a process: V8 sees
 * only their small handles, and by itself collects them once they are 64 MB. It takes a millisecond
 * or two each time.
 * @returns to be called with the number of bytes that have passed
 */
export function bufferSweep(): (bytes: number) => void {
  // Contexts that are made after the flag have the function; it cannot be had otherwise.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { readonly type: 'minor' }) => void;
  let passed = 0;
  return (bytes) => {
    passed += bytes;
    if (passed < most) return;
    passed = 0;
    collect({ type: 'minor' });
  };
}
