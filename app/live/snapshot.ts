/** Transactions that a statement saw, as PostgreSQL writes it: `xmin:xmax:running,…`. */
export type Snapshot = string;

interface Parts {
  /** The first transaction that may still have run, and the first that had not begun. */
  readonly from: bigint;
  readonly to: bigint;
  /** Those between them that ran, in order. */
  readonly running: readonly bigint[];
}

function partsOf(text: Snapshot): Parts | undefined {
  const parts = /^(\d{1,18}):(\d{1,18}):((?:\d{1,18}(?:,\d{1,18})*)?)$/.exec(text);
  if (parts === null) return undefined;
  const [from = 0n, to = 0n] = parts.slice(1, 3).map(BigInt);
  return { from, to, running: (parts[3] ?? '').split(',').filter(Boolean).map(BigInt) };
}

/** Whether a text is a snapshot; another one would make a statement fail. */
export function isSnapshot(text: string): boolean {
  const parts = partsOf(text);
  if (parts === undefined) return false;
  const { from, to, running } = parts;
  return (
    from > 0n &&
    from <= to &&
    running.every((id, at) => id >= from && id < to && (at === 0 || id > (running[at - 1] ?? to)))
  );
}

/** A function that says whether a transaction's changes were visible in a snapshot. */
export function visibleIn(snapshot: Snapshot): (transaction: string) => boolean {
  const parts = partsOf(snapshot);
  if (parts === undefined) return () => false;
  const running = new Set(parts.running);
  return (transaction) => {
    const id = BigInt(transaction);
    return id < parts.to && !running.has(id);
  };
}

/** The later of two snapshots of one server, which contains all that the other one does. */
export function laterOf(one: Snapshot, other: Snapshot): Snapshot {
  const [first, second] = [partsOf(one), partsOf(other)];
  if (first === undefined || second === undefined) return first === undefined ? other : one;
  if (first.to !== second.to) return first.to > second.to ? one : other;
  return first.running.length <= second.running.length ? one : other;
}

/** The same function, which reads each snapshot once: thousands of pages know the same one. */
export function oncePerSnapshot<T>(read: (snapshot: Snapshot) => T): (snapshot: Snapshot) => T {
  const answers = new Map<Snapshot, T>();
  return (snapshot) => {
    const known = answers.get(snapshot);
    if (known !== undefined) return known;
    const answer = read(snapshot);
    answers.set(snapshot, answer);
    return answer;
  };
}
