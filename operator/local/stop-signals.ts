/** Ctrl-C, a regular kill and a closing terminal. */
const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A terminal and npm may both deliver the same Ctrl-C; only a later one counts as the second. */
const sameMillis = 300;

/**
 * Resolves `stopped` on the first signal, and calls `force` on a second one. `ignore` removes both.
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
