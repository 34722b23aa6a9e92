export interface LinkedSignal extends Disposable {
  readonly signal: AbortSignal;
  abort(): void;
}

/**
 * A signal of its own that is aborted with its parents, too. It must be disposed: it lets go of
 * them then. Not `AbortSignal.any`: Node keeps each such signal that ever had a listener for as
 * long as its parents live, a kilobyte for every pass and every renewal of a lease.
 */
export function linkedSignal(...parents: readonly AbortSignal[]): LinkedSignal {
  const own = new AbortController();
  const abort = () => own.abort();
  if (parents.some(({ aborted }) => aborted)) abort();
  for (const parent of parents) parent.addEventListener('abort', abort);
  return {
    signal: own.signal,
    abort,
    [Symbol.dispose]() {
      for (const parent of parents) parent.removeEventListener('abort', abort);
    },
  };
}
