/** Fetches the next page while the current one is used. */
export async function* ahead<T>(pages: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = pages.next();
  for (;;) {
    const { done, value } = await next;
    if (done) return;
    next = pages.next();
    // The error surfaces when it is awaited; until then it must not count as unhandled.
    next.catch(() => undefined);
    yield value;
  }
}
