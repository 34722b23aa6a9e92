/** Ctrl-C, a regular kill and a closing terminal. */
const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A terminal and npm may both deliver the same Ctrl-C, and npm late on a busy machine. So a second
 * signal counts as a second Ctrl-C only after this time, a third one at once.
 */
const sameMillis = 2_000;

/** Who receives the signals, and the time. */
interface Surroundings {
  readonly receiver: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  /** Milliseconds. */
  readonly now: () => number;
}

/**
 * Resolves `stopped` on the first signal, and calls `force` on a second Ctrl-C. `ignore` ends both.
 */
export function stopSignals(
  force: () => void,
  { receiver, now }: Surroundings = { receiver: process, now: () => performance.now() },
): {
  readonly stopped: Promise<'stopped'>;
  ignore(): void;
} {
  let first: number | undefined;
  let count = 0;
  let resolve: (value: 'stopped') => void = () => {};
  const stopped = new Promise<'stopped'>((settle) => {
    resolve = settle;
  });
  const take = () => {
    count += 1;
    first ??= now();
    if (count === 1) resolve('stopped');
    else if (count > 2 || now() - first > sameMillis) force();
  };
  for (const name of names) receiver.on(name, take);
  return {
    stopped,
    ignore() {
      for (const name of names) receiver.off(name, take);
    },
  };
}
