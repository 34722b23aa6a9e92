/** Ctrl-C, a regular kill and a closing terminal. */
const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The signals of one run. */
export interface StopSignals {
  /** Resolves on the first signal. */
  readonly stopped: Promise<'stopped'>;
  /** Every further signal is a second Ctrl-C from now on. */
  expectSecond(): void;
  /** Removes the listeners. */
  ignore(): void;
}

/**
 * Waits for a Ctrl-C, and calls `force` on a second one. A terminal and npm may both deliver the
 * same Ctrl-C, npm late on a busy machine. So a second signal counts as a second Ctrl-C only after
 * `expectSecond`, a third one always.
 */
export function stopSignals(
  force: () => void,
  receiver: Pick<NodeJS.EventEmitter, 'on' | 'off'> = process,
): StopSignals {
  let count = 0;
  let isSecondExpected = false;
  let resolve: (value: 'stopped') => void = () => {};
  const stopped = new Promise<'stopped'>((settle) => {
    resolve = settle;
  });
  const take = () => {
    count += 1;
    if (count === 1) resolve('stopped');
    else if (count > 2 || isSecondExpected) force();
  };
  for (const name of names) receiver.on(name, take);
  return {
    stopped,
    expectSecond() {
      isSecondExpected = true;
    },
    ignore() {
      for (const name of names) receiver.off(name, take);
    },
  };
}
