/** Ctrl-C, a polite kill and a closing terminal. */
const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A terminal and npm may both deliver the same Ctrl-C; only a later one is a second one. */
const sameMillis = 300;

/**
 * Resolves `stopped` at the first signal, and calls `force` at a second one. `ignore` ends both.
 */
export function stopSignals(force: () => void): {
  readonly stopped: Promise<'stopped'>;
  ignore(): void;
} {
  let first: number | undefined;
  let resolve: (value: 'stopped') => void = () => {};
  const stopped = new Promise<'stopped'>((settle) => {
    resolve = settle;
  });
  const take = () => {
    if (first === undefined) {
      first = Date.now();
      resolve('stopped');
    } else if (Date.now() - first > sameMillis) force();
  };
  for (const name of names) process.on(name, take);
  return {
    stopped,
    ignore() {
      for (const name of names) process.off(name, take);
    },
  };
}
