/**
 * Calls `work` with each page, up to `lanes` at a time, each with the number of its lane from 0.
 * After an error no further page is taken, and it is thrown once nothing is on its way.
 */
export async function inLanes<T>(
  lanes: number,
  pages: AsyncGenerator<T>,
  work: (page: T, lane: number) => Promise<void>,
): Promise<void> {
  let isFailed = false;
  const follow = async (lane: number): Promise<void> => {
    try {
      for (;;) {
        const { done, value } = await pages.next();
        if (done || isFailed) return;
        await work(value, lane);
      }
    } catch (error) {
      isFailed = true;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, (_, lane) => follow(lane)));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
