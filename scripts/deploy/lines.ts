/** Where a step's outcome is said; a line at a time, so that a log reads like a terminal. */
export interface Lines {
  done(step: string, message: string): void;
  /** Something that goes on; said once however often it is repeated. */
  waiting(step: string, message: string): void;
  failed(step: string, message: string): void;
  note(message: string): void;
}

/** Steps as `npm start` shows them. */
export function linesTo(write: (text: string) => void, started = performance.now()): Lines {
  let last = '';
  const line = (sign: string, step: string, message: string) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    write(` ${sign} ${step.padEnd(10)} ${message}   ${seconds} s\n`);
  };
  return {
    done: (step, message) => line('✓', step, message),
    waiting: (step, message) => {
      if (message !== last) line('·', step, message);
      last = message;
    },
    failed: (step, message) => line('✗', step, message),
    note: (message) => write(`${message.replace(/^/gm, '   ')}\n`),
  };
}
