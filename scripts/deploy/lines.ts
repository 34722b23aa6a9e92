/** Reports the results of steps, one line each, so that a log reads like a terminal. */
export interface Lines {
  done(step: string, message: string): void;
  /** Reports that something is in progress; prints repetitions only once. */
  waiting(step: string, message: string): void;
  failed(step: string, message: string): void;
  note(message: string): void;
}

/** Steps in the format of `npm start`. */
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
