import { bufferSweep } from '../http/free-buffers.ts';

/** Stores a piece of a file when its turn comes. */
export type StoreInTurn = (bytes: number, store: () => Promise<void>) => Promise<void>;

/** Pieces that are stored at once, of all uploads of a process. */
const most = 2;

/**
 * Bounds the memory of uploads: few pieces are stored at once, the others wait and hold their
 * senders back. Their buffers are freed now and then (spec attachments#upload).
 */
export function storingInTurn(): StoreInTurn {
  const waiting: (() => void)[] = [];
  const passed = bufferSweep();
  let running = 0;
  return async (bytes, store) => {
    if (running < most) running += 1;
    // The piece that is stored hands its place over.
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      await store();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
      passed(bytes);
    }
  };
}
