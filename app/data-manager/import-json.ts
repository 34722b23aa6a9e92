import { isUtf8 } from 'node:buffer';
import { AppError } from '../errors.ts';
import { isSpace, ValueEnd } from './import-json-end.ts';
import { texts as transferTexts } from './texts-transfer.ts';
import { UnreadBytes } from './unread-bytes.ts';

/** What a JSON document consists of, in its order: members of its object, and the items of those arrays that are read one by one. */
export interface JsonPart {
  /** Name of the member; `''` for a document that is an array itself. */
  readonly key: string;
  /** Place in the array, from 0; `undefined`: the value of the member. */
  readonly index: number | undefined;
  readonly value: unknown;
}

/** Most bytes of one item; more would have to be held in memory at once. */
const largestItem = 16 * 2 ** 20;

/** What may come next, and what it is called when something else comes. */
const expectations = {
  document: 'an object',
  firstKey: 'a name in quotes',
  key: 'a name in quotes',
  colon: 'a colon',
  value: 'a value',
  memberEnd: 'a comma',
  firstItem: 'an item',
  item: 'an item',
  itemEnd: 'a comma',
  nothing: 'the end',
} as const;

type Expected = keyof typeof expectations;

/** Where the next step begins; `undefined`: more bytes are needed. */
type Next = number | undefined;

/**
 * Takes a JSON document apart while it arrives: finds where each item ends, and leaves reading it to `JSON.parse`, which is three
 * times as fast as the fastest tokenizer that was measured (docs/decisions/130-json-is-cut-then-parsed.md). Holds one item at most.
 */
export class JsonSplitter {
  private readonly itemized: ReadonlySet<string>;
  private readonly valueEnd = new ValueEnd();
  private readonly places = new Map<string, number>();
  /** Whether there is one of the lists that are read item by item, if only an empty one. */
  hasLists = false;
  private expected: Expected = 'document';
  private key = '';
  private isArray = false;
  private readonly rest = new UnreadBytes();
  /** Where `rest` begins in the document. */
  private consumed = 0;
  private parts: JsonPart[] = [];

  /** @param itemized names of the members whose arrays are read item by item */
  constructor(itemized: readonly string[]) {
    this.itemized = new Set(itemized);
  }

  /** What became complete with `chunk`. Throws `import_malformed`. */
  push(chunk: Uint8Array): readonly JsonPart[] {
    const bytes = this.rest.with(chunk);
    this.parts = [];
    let at = this.consumed === 0 && this.expected === 'document' ? pastMark(bytes) : 0;
    for (;;) {
      if (!this.valueEnd.isUnderWay) at = pastSpace(bytes, at);
      const next = at < bytes.length ? this.steps[this.expected](bytes, at) : undefined;
      if (next === undefined) break;
      at = next;
    }
    this.consumed += at;
    this.rest.keep(bytes, at);
    if (this.rest.length > largestItem) throw malformed(`an item has more than ${largestItem / 2 ** 20} MiB`, this.consumed);
    return this.parts;
  }

  /** Throws `import_malformed` unless the document is complete. */
  end(): void {
    if (this.expected !== 'nothing') throw malformed('it ends before it is complete', this.consumed + this.rest.length);
  }

  /** One step for each thing that may be expected; `at` is no space. */
  private readonly steps: Readonly<Record<Expected, (bytes: Buffer, at: number) => Next>> = {
    document: (bytes, at) => {
      if (isUtf16(bytes, at)) throw malformed('it is written in UTF-16: expected UTF-8', this.consumed + at);
      this.isArray = bytes[at] === 0x5b;
      if (this.isArray && this.itemized.has('')) return this.pass('firstItem', at);
      return bytes[at] === 0x7b ? this.pass('firstKey', at) : this.refuse(bytes, at);
    },
    firstKey: (bytes, at) => (bytes[at] === 0x7d ? this.pass('nothing', at) : this.readKey(bytes, at)),
    key: (bytes, at) => this.readKey(bytes, at),
    colon: (bytes, at) => (bytes[at] === 0x3a ? this.pass('value', at) : this.refuse(bytes, at)),
    value: (bytes, at) => {
      if (bytes[at] === 0x5b && this.itemized.has(this.key)) {
        this.hasLists = true;
        return this.pass('firstItem', at);
      }
      return this.readValue(bytes, at, (value) => {
        this.parts.push({ key: this.key, index: undefined, value });
        this.expected = 'memberEnd';
      });
    },
    memberEnd: (bytes, at) => {
      if (bytes[at] === 0x7d) return this.pass('nothing', at);
      return bytes[at] === 0x2c ? this.pass('key', at) : this.refuse(bytes, at);
    },
    firstItem: (bytes, at) => (bytes[at] === 0x5d ? this.endItems(at) : this.readItem(bytes, at)),
    item: (bytes, at) => this.readItem(bytes, at),
    itemEnd: (bytes, at) => {
      if (bytes[at] === 0x5d) return this.endItems(at);
      return bytes[at] === 0x2c ? this.pass('item', at) : this.refuse(bytes, at);
    },
    nothing: (bytes, at) => this.refuse(bytes, at),
  };

  /** One byte further, where something else is expected. */
  private pass(expected: Expected, at: number): number {
    this.expected = expected;
    return at + 1;
  }

  private endItems(at: number): number {
    return this.pass(this.isArray ? 'nothing' : 'memberEnd', at);
  }

  private readKey(bytes: Buffer, at: number): Next {
    if (bytes[at] !== 0x22) return this.refuse(bytes, at);
    return this.readValue(bytes, at, (key) => {
      this.key = String(key);
      this.expected = 'colon';
    });
  }

  private readItem(bytes: Buffer, at: number): Next {
    return this.readValue(bytes, at, (value) => {
      const index = this.places.get(this.key) ?? 0;
      this.places.set(this.key, index + 1);
      this.parts.push({ key: this.key, index, value });
      this.expected = 'itemEnd';
    });
  }

  private readValue(bytes: Buffer, at: number, take: (value: unknown) => void): Next {
    const end = this.valueEnd.find(bytes, at);
    if (end === undefined) return undefined;
    const slice = bytes.subarray(at, end);
    if (!isUtf8(slice)) throw malformed('it is not written in UTF-8', this.consumed + at);
    take(this.parse(slice.toString('utf8'), at));
    return end;
  }

  private parse(text: string, at: number): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw malformed(cause instanceof Error ? cause.message : String(cause), this.consumed + at, cause);
    }
  }

  private refuse(bytes: Buffer, at: number): never {
    const found = JSON.stringify(bytes.subarray(at, at + 20).toString('utf8'));
    throw malformed(`expected ${expectations[this.expected]}, found ${found}`, this.consumed + at);
  }
}

/** A byte order mark is no part of the document. */
const pastMark = (bytes: Buffer): number => (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);

/** Some programs write so unless they are told otherwise. */
const isUtf16 = (bytes: Buffer, at: number): boolean =>
  bytes[at] === 0xff ? bytes[at + 1] === 0xfe : bytes[at] === 0xfe && bytes[at + 1] === 0xff;

function pastSpace(bytes: Buffer, at: number): number {
  let next = at;
  while (next < bytes.length && isSpace(bytes[next])) next += 1;
  return next;
}

/** The refusal of a file that can't be read. @param byte where, from 0 */
export const malformed = (reason: string, byte?: number, cause?: unknown): AppError =>
  new AppError('import_malformed', {
    message: transferTexts.malformed(reason, byte?.toLocaleString('en')),
    status: 422,
    details: { reason, ...(byte !== undefined && { byte }) },
    ...(cause !== undefined && { cause }),
  });
