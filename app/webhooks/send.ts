import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';
import { addressProblem, hostOf, mayConnect, type NamedAddresses } from './addresses.ts';
import { signedHeaders } from './signature.ts';
import type { Answered } from './webhook.ts';

/** Milliseconds that an endpoint has for its answer. */
const timeoutMs = 15_000;
/** Bytes of an answer that are kept. */
const mostBytes = 1_024;
const mostDetail = 200;

/** Resolves a name to all its addresses, as `dns.lookup` does. */
export type Resolve = (
  name: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface Message {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  /** The current secret, and the one before while it is valid. */
  readonly secrets: readonly string[];
}

export interface SendOptions {
  readonly named: NamedAddresses;
  readonly now: () => Date;
  /** Ends the request early; `send` throws its reason then. */
  readonly signal: AbortSignal;
  readonly agent: string;
  /** @default dns.lookup */
  readonly resolve?: Resolve;
  /** @default 15,000 */
  readonly timeoutMs?: number;
}

class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/**
 * Posts a message. A name is resolved once, for this connection: the checked address is the
 * one connected to (spec webhooks#addresses). Redirects are not followed.
 */
export async function send(message: Message, options: SendOptions): Promise<Answered> {
  const began = performance.now();
  const done = (answered: Omit<Answered, 'durationMs'>): Answered => ({
    ...answered,
    durationMs: Math.round(performance.now() - began),
  });
  const ends = AbortSignal.timeout(options.timeoutMs ?? timeoutMs);
  try {
    if (addressProblem(message.url, options.named) !== undefined)
      throw new AddressRefused(hostOf(new URL(message.url)));
    const response = await post(message, options, AbortSignal.any([ends, options.signal]));
    const text = await beginningOf(response);
    options.signal.throwIfAborted();
    return done(judged(response, text));
  } catch (error) {
    options.signal.throwIfAborted();
    return done({ ...failureOf(error, ends), status: null, response: null });
  }
}

function post(
  { id, url: address, body, secrets }: Message,
  { named, now, agent, resolve = lookup }: SendOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(address);
  const request = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((answered, failed) => {
    const sent = request(url, {
      method: 'POST',
      // A connection of its own: one that is kept open was checked for another message.
      agent: false,
      lookup: checked(resolve, (found) => mayConnect(found, url, named)),
      signal,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': agent,
        ...signedHeaders({ id, at: now(), body }, secrets),
      },
    });
    sent.on('error', failed).on('response', answered).end(body);
  });
}

/** Node connects to the addresses that this returns, and resolves nothing again. */
const checked =
  (resolve: Resolve, may: (address: string) => boolean): LookupFunction =>
  (name, options, callback) =>
    resolve(name, { ...options, all: true }, (error, addresses) => {
      const refused = addresses?.find(({ address }) => !may(address));
      const [first] = addresses ?? [];
      if (error !== null) callback(error, []);
      else if (refused !== undefined) callback(new AddressRefused(refused.address), []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    });

/** The beginning of an answer. Its status counts, even if the rest never arrives. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      pieces.push(piece);
      size += piece.length;
      if (size >= mostBytes) break;
    }
  } catch {
    // The part that arrived is kept.
  }
  response.destroy();
  // PostgreSQL stores no NUL.
  return Buffer.concat(pieces).subarray(0, mostBytes).toString('utf8').replaceAll('\0', '');
}

function judged(
  { statusCode: status = 0, headers: { location } }: IncomingMessage,
  response: string,
): Omit<Answered, 'durationMs'> {
  if (status >= 200 && status < 300)
    return { outcome: 'delivered', status, detail: null, response };
  return status >= 300 && status < 400
    ? { outcome: 'redirect', status, detail: cut(location ?? ''), response }
    : { outcome: 'status', status, detail: null, response };
}

function failureOf(error: unknown, ends: AbortSignal): Pick<Answered, 'outcome' | 'detail'> {
  if (error instanceof AddressRefused) return { outcome: 'address', detail: error.message };
  if (ends.aborted) return { outcome: 'timeout', detail: null };
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return { outcome: 'connection', detail: cut(code) };
}

const cut = (text: string): string => text.replaceAll('\0', '').slice(0, mostDetail);
