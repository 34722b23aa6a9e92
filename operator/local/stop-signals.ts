/** Ctrl-C, a regular kill and a closing terminal. */
const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** By then npm has passed on a signal, also on a busy machine. */
const relayMillis = 10_000;

interface Surroundings {
  /** npm passes on a Ctrl-C that the terminal has already sent to its script. */
  readonly isUnderNpm: boolean;
  /** Who receives the signals. @default process */
  readonly receiver?: Pick<NodeJS.EventEmitter, 'on'>;
  /** Milliseconds. */
  readonly now?: () => number;
}

/**
 * Resolves on the first signal, and calls `force` on a second Ctrl-C. It listens for as long as the
 * process runs: a signal that npm passes on late must not kill it.
 *
 * Under npm one Ctrl-C arrives as two signals, or as one where the kernel merges them (signal(7),
 * standard signals do not queue). So within `relayMillis` a second Ctrl-C may have to be repeated:
 * better than to cut requests because npm was slow.
 */
export function stopSignals(
  force: () => void,
  { isUnderNpm, receiver = process, now = () => performance.now() }: Surroundings,
): Promise<'stopped'> {
  const mostOfOne = isUnderNpm ? 2 : 1;
  let first: number | undefined;
  let count = 0;
  return new Promise((resolve) => {
    const take = () => {
      count += 1;
      first ??= now();
      if (count === 1) resolve('stopped');
      else if (count > mostOfOne || now() - first > relayMillis) force();
    };
    for (const name of names) receiver.on(name, take);
  });
}
