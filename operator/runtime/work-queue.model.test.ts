import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from './manual-clock.ts';
import { type Priority, WorkQueue } from './work-queue.ts';

/**
 * The queue without its cleverness: for each key, is it wanted, is it in flight, when is it due.
 */
interface Model {
  wanted: Map<string, Priority>;
  inFlight: Set<string>;
  due: Map<string, number>;
  now: number;
}

interface Real {
  queue: WorkQueue<string>;
  clock: ManualClock;
}

const want = (model: Model, key: string, priority: Priority) =>
  model.wanted.set(key, model.wanted.get(key) === 'normal' ? 'normal' : priority);
const ready = ({ wanted, inFlight }: Model) =>
  [...wanted.keys()].filter((key) => !inFlight.has(key));

function agree(model: Model, { queue }: Real): void {
  expect(queue.depth).toBe(ready(model).length);
  expect(queue.inFlight).toBe(model.inFlight.size);
  expect(queue.delayed).toBe(model.due.size);
}

class Add implements fc.AsyncCommand<Model, Real> {
  readonly key: string;
  readonly priority: Priority;
  constructor(key: string, priority: Priority) {
    this.key = key;
    this.priority = priority;
  }
  check = () => true;
  async run(model: Model, real: Real) {
    want(model, this.key, this.priority);
    real.queue.add(this.key, this.priority);
    agree(model, real);
  }
  toString = () => `add ${this.key} ${this.priority}`;
}

class AddAfter implements fc.AsyncCommand<Model, Real> {
  readonly key: string;
  readonly ms: number;
  constructor(key: string, ms: number) {
    this.key = key;
    this.ms = ms;
  }
  check = () => true;
  async run(model: Model, real: Real) {
    if (this.ms === 0) want(model, this.key, 'normal');
    else
      model.due.set(
        this.key,
        Math.min(model.due.get(this.key) ?? Number.POSITIVE_INFINITY, model.now + this.ms),
      );
    real.queue.addAfter(this.key, this.ms);
    agree(model, real);
  }
  toString = () => `add ${this.key} after ${this.ms}`;
}

class Pass implements fc.AsyncCommand<Model, Real> {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  check = () => true;
  async run(model: Model, real: Real) {
    model.now += this.ms;
    for (const [key, due] of [...model.due]) {
      if (due > model.now) continue;
      model.due.delete(key);
      want(model, key, 'normal');
    }
    real.clock.advance(this.ms);
    agree(model, real);
  }
  toString = () => `${this.ms} ms pass`;
}

class Take implements fc.AsyncCommand<Model, Real> {
  check = (model: Readonly<Model>) => ready(model).length > 0;
  async run(model: Model, real: Real) {
    const key = (await real.queue.take()) ?? '';
    const waiting = ready(model);
    expect(waiting).toContain(key);
    const normalWaits = waiting.some((other) => model.wanted.get(other) === 'normal');
    if (normalWaits) expect(model.wanted.get(key)).toBe('normal');
    model.wanted.delete(key);
    model.inFlight.add(key);
    agree(model, real);
  }
  toString = () => 'take';
}

class Done implements fc.AsyncCommand<Model, Real> {
  readonly choice: number;
  constructor(choice: number) {
    this.choice = choice;
  }
  check = (model: Readonly<Model>) => model.inFlight.size > 0;
  async run(model: Model, real: Real) {
    const key = [...model.inFlight][this.choice % model.inFlight.size] ?? '';
    model.inFlight.delete(key);
    real.queue.done(key);
    agree(model, real);
  }
  toString = () => `done #${this.choice}`;
}

const key = fc.constantFrom('a', 'b', 'c', 'd');
const commands = fc.commands(
  [
    fc
      .tuple(key, fc.constantFrom<Priority>('normal', 'low'))
      .map(([name, priority]) => new Add(name, priority)),
    fc.tuple(key, fc.nat(50)).map(([name, ms]) => new AddAfter(name, ms)),
    fc.nat(60).map((ms) => new Pass(ms)),
    fc.constant(new Take()),
    fc.nat(3).map((choice) => new Done(choice)),
  ],
  { maxCommands: 60 },
);

test('whatever the sequence, no key is lost, duplicated or overtaken', () =>
  fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const setUp = () => {
        const clock = new ManualClock();
        const model: Model = { wanted: new Map(), inFlight: new Set(), due: new Map(), now: 0 };
        return {
          model,
          real: { clock, queue: new WorkQueue<string>({ keyOf: (item) => item, clock }) },
        };
      };
      await fc.asyncModelRun(setUp, sequence);
    }),
    { numRuns: 300 },
  ));
