/** The first and the longest wait before connecting again, in milliseconds. */
const [firstMs, mostMs] = [1_000, 30_000];

/** The wait after one that was in vain: twice as long. @param last `undefined`: nothing failed yet */
export const nextWait = (last: number | undefined): number =>
  last === undefined ? firstMs : Math.min(last * 2, mostMs);

/** Between half of a wait and all of it, so that pages of a lost server don't return together. */
export const waitWith = (wait: number, chance: number): number => wait * (0.5 + chance / 2);
