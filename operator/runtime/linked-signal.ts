export interface LinkedSignal extends Disposable {
  readonly signal: AbortSignal;
  abort(): void;
}

/**
 * A signal that is aborted with its parents. Must be disposed to detach it from them. Not
 * `AbortSignal.any`: Node keeps each such signal that ever had a listener as long as its parents
 * live, a kilobyte for every pass and every renewal of a lease.
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
