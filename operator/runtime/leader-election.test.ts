import { beforeEach, expect, test } from 'vitest';
import { ApiError } from '../clients/kubernetes-error.ts';
import { LeaderElector, type Lease } from './leader-election.ts';
import { createLogger } from './logger.ts';
import { ManualClock } from './manual-clock.ts';

/** A Lease as an API server keeps it. */
class LeaseServer {
  lease: Lease | undefined;
  /** Every call fails while this is true. */
  isAway = false;
  #version = 0;

  get = async <T>() => this.#answer(() => this.lease) as T | undefined;
  create = async <T>(lease: object) => this.#answer(() => this.#store(lease as Lease)) as T;
  update = async <T>(lease: object) =>
    this.#answer(() => {
      const { resourceVersion } = (lease as Lease).metadata;
      if (resourceVersion !== this.lease?.metadata.resourceVersion)
        throw new ApiError({ status: 409, reason: 'Conflict', message: 'older' });
      return this.#store(lease as Lease);
    }) as T;

  #answer<T>(work: () => T): T {
    if (this.isAway) throw new ApiError({ status: 0, reason: 'ConnectionFailed', message: 'away' });
    return work();
  }

  #store(lease: Lease): Lease {
    this.#version += 1;
    this.lease = {
      ...lease,
      metadata: { ...lease.metadata, resourceVersion: String(this.#version) },
    };
    return this.lease;
  }
}

const never = new AbortController().signal;
let clock: ManualClock;
let server: LeaseServer;
beforeEach(() => {
  clock = new ManualClock();
  server = new LeaseServer();
});

const candidate = (
  identity: string,
  time: Pick<ManualClock, 'now' | 'monotonic' | 'after'> = clock,
) =>
  new LeaderElector({
    client: server,
    lease: { name: 'operator', namespace: 'system' },
    identity,
    log: createLogger('silent'),
    clock: time,
    random: () => 0,
  });

/** Lets time pass in small steps, with everything that becomes due. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) {
    clock.advance(500);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }
}

async function leading(elector: LeaderElector) {
  await elector.acquire(never);
  const end: { value?: string } = {};
  void elector.hold(never).then((value) => {
    end.value = value;
  });
  return end;
}

test('a leader that renews goes on leading', async () => {
  const elector = candidate('a');
  const end = await leading(elector);
  await pass(60_000);
  expect(elector.isLeader).toBe(true);
  expect(end.value).toBeUndefined();
});

test('a leader that cannot renew gives up, before its lease is over for others', async () => {
  const elector = candidate('a');
  const end = await leading(elector);
  await pass(4_000);
  server.isAway = true;
  await pass(11_000);
  expect(end.value).toBe('lost');
  expect(elector.isLeader).toBe(false);
});

test('a short outage costs no leadership', async () => {
  const elector = candidate('a');
  const end = await leading(elector);
  server.isAway = true;
  await pass(7_000);
  server.isAway = false;
  await pass(20_000);
  expect(end.value).toBeUndefined();
  expect(elector.isLeader).toBe(true);
});

test('a process that was stopped does not take itself for the leader when it goes on', async () => {
  let stoppedMs = 0;
  const elector = candidate('a', {
    now: () => clock.now(),
    monotonic: () => clock.monotonic() + stoppedMs,
    after: (ms, act) => clock.after(ms, act),
  });
  await elector.acquire(never);
  expect(elector.isLeader).toBe(true);
  stoppedMs = 10_000;
  expect(elector.isLeader).toBe(false);
});

test('a change of the time of day ends no term and begins none', async () => {
  const elector = candidate('a');
  const end = await leading(elector);
  clock.jump(3_600_000);
  await pass(5_000);
  expect(end.value).toBeUndefined();
  const other = candidate('b');
  void other.acquire(never);
  clock.jump(3_600_000);
  await pass(20_000);
  expect(other.isLeader).toBe(false);
});

test('another process of the same name begins a term of its own, and the first one gives up', async () => {
  const first = candidate('operator-0');
  const end = await leading(first);
  const second = candidate('operator-0');
  const secondEnd = await leading(second);
  await pass(4_000);
  expect(end.value).toBe('lost');
  expect(secondEnd.value).toBeUndefined();
  expect(second.isLeader).toBe(true);
});

test('a leader that learns of a later term gives up at once', async () => {
  const elector = candidate('a');
  const end = await leading(elector);
  const taken = { ...server.lease, spec: { holderIdentity: 'b', leaseTransitions: 1 } } as Lease;
  elector.notice({ ...taken, metadata: { ...taken.metadata, resourceVersion: '9' } });
  await pass(500);
  expect(end.value).toBe('lost');
});

test('an outdated watch event of an earlier term has no effect', async () => {
  server.lease = await server.create<Lease>({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'operator' },
    spec: { holderIdentity: '', leaseTransitions: 4 },
  });
  const before = server.lease;
  const elector = candidate('a');
  const end = await leading(elector);
  elector.notice(before);
  await pass(20_000);
  expect(end.value).toBeUndefined();
  expect(elector.isLeader).toBe(true);
});

test('a leader whose Lease was deleted creates it again for its term', async () => {
  const elector = candidate('a');
  const end = await leading(elector);
  server.lease = undefined;
  await pass(20_000);
  expect(end.value).toBeUndefined();
  expect(elector.isLeader).toBe(true);
});
