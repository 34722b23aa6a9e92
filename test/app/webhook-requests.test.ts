import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { namedAddresses } from '#app/webhooks/addresses.ts';
import { type Resolve, type SendOptions, send } from '#app/webhooks/send.ts';
import { newSecret } from '#app/webhooks/signature.ts';
import { certificateAuthority, serverCertificate } from '#test/support/kubernetes/certificates.ts';
import { startReceiver } from './webhook-receiver.ts';

const receiver = await startReceiver();
afterAll(() => receiver[Symbol.asyncDispose]());
beforeEach(() => answered((response) => void response.writeHead(204).end()));
const answered = (how: (response: ServerResponse) => void) => {
  receiver.answer = how;
};

const secrets = [newSecret(), newSecret()];
const message = { id: 'msg_1', url: receiver.url, body: '{"type":"a.b"}', secrets };

/** Sends with the receiver named, unless the options say otherwise. */
const sent = (options: Partial<SendOptions> = {}, more: Partial<typeof message> = {}) =>
  send(
    { ...message, ...more },
    {
      named: namedAddresses(receiver.host),
      now: () => new Date(),
      signal: new AbortController().signal,
      agent: 'ahlt/test (webhooks)',
      ...options,
    },
  );

/** Names that resolve to these addresses, one after the other. */
function resolving(...addresses: readonly string[][]): { resolve: Resolve; asked: string[] } {
  const asked: string[] = [];
  const resolve: Resolve = (name, _options, callback) => {
    const found = addresses[Math.min(asked.length, addresses.length - 1)] ?? [];
    asked.push(name);
    callback(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { resolve, asked };
}

describe('spec webhooks#signatures', () => {
  test('a receiver verifies the request with either secret, and with no other', async () => {
    expect(await sent()).toMatchObject({ outcome: 'delivered', status: 204, response: '' });
    const { headers, body } = receiver.arrived.at(-1) ?? { headers: {}, body: '' };
    for (const secret of secrets)
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual({
        type: 'a.b',
      });
    expect(() => new Webhook(newSecret()).verify(body, headers as Record<string, string>)).toThrow(
      'No matching signature',
    );
    expect(headers).toMatchObject({
      ...{ 'content-type': 'application/json', 'user-agent': 'ahlt/test (webhooks)' },
      'webhook-id': 'msg_1',
    });
  });
});

describe('spec webhooks#delivery', () => {
  test('the beginning of an answer is kept as text', async () => {
    answered((response) => void response.writeHead(500).end(`no\0${'ü'.repeat(2_000)}`));
    const { outcome, status, response } = await sent();
    expect([outcome, status]).toEqual(['status', 500]);
    expect(response?.startsWith('noüü')).toBe(true);
    expect([...(response ?? '')].length).toBeLessThanOrEqual(1_024);
  });

  test('a status counts, even if its body never ends', async () => {
    answered((response) => void response.writeHead(200).write('ok'));
    const open = await sent({ timeoutMs: 300 });
    expect(open).toMatchObject({ outcome: 'delivered', status: 200, response: 'ok' });
  });

  test('no answer in time is a failure', async () => {
    answered(() => undefined);
    expect(await sent({ timeoutMs: 200 })).toMatchObject({ outcome: 'timeout', status: null });
  });

  test('a refused connection is a failure with its code', async () => {
    const closed = await startReceiver();
    await closed[Symbol.asyncDispose]();
    const options = { named: namedAddresses(closed.host) };
    expect(await sent(options, { url: closed.url })).toMatchObject({
      ...{ outcome: 'connection', detail: 'ECONNREFUSED' },
    });
  });

  test('a certificate that nobody trusts is a failure, and nothing is sent', async () => {
    const authority = await certificateAuthority('Nobody knows it');
    const { cert, key } = await serverCertificate(authority, ['hooks.example.com'], []);
    const requests: string[] = [];
    const secure = createServer({ cert, key }, ({ url = '' }) => void requests.push(url));
    secure.listen(0, '127.0.0.1');
    await once(secure, 'listening');
    const host = `hooks.example.com:${(secure.address() as AddressInfo).port}`;
    const { resolve } = resolving(['127.0.0.1']);
    const answer = await sent(
      { named: namedAddresses(host), resolve },
      { url: `https://${host}/hook` },
    );
    secure.close();
    expect([answer.outcome, requests]).toEqual(['connection', []]);
    expect(answer.detail).toMatch(/CERT|SIGNATURE|ISSUER/);
  });

  test('a request ended from outside is no answer of the endpoint', async () => {
    const ends = new AbortController();
    answered(() => ends.abort(new Error('shutting down')));
    await expect(sent({ signal: ends.signal })).rejects.toThrow('shutting down');
  });
});

describe('spec webhooks#addresses', () => {
  const name = `http://hooks.example.com:${receiver.port}/hook`;
  const named = namedAddresses(`hooks.example.com:${receiver.port}`);
  const soFar = () => receiver.arrived.length;

  test('an address that no setting names is refused without a connection', async () => {
    const count = soFar();
    for (const url of [receiver.url, `https://127.0.0.1:${receiver.port}`, 'https://[::1]'])
      expect(await sent({ named: namedAddresses('') }, { url })).toMatchObject({
        outcome: 'address',
      });
    expect(soFar()).toBe(count);
  });

  test.each([
    ['to a private address', [['127.0.0.1']]],
    ['to a public and a private address', [['203.1.113.1', '127.0.0.1']]],
    ['to a mapped address', [['::ffff:127.0.0.1']]],
  ])('a name that resolves %s is refused', async (_what, addresses) => {
    const count = soFar();
    const { resolve } = resolving(...addresses);
    const url = `https://hooks.example.com:${receiver.port}/hook`;
    expect(await sent({ named: namedAddresses(''), resolve }, { url })).toMatchObject({
      ...{ outcome: 'address', status: null, detail: addresses[0]?.at(-1) },
    });
    expect(soFar()).toBe(count);
  });

  test('a name is resolved once for a request, so it cannot answer differently afterwards', async () => {
    const count = soFar();
    const { resolve, asked } = resolving(['203.0.113.1'], ['127.0.0.1']);
    const only = namedAddresses('203.0.113.0/24');
    const url = `https://hooks.example.com:${receiver.port}/hook`;
    // The first address is checked, and it is the one that is connected to: nothing answers there.
    const first = await sent({ named: only, resolve, timeoutMs: 200 }, { url });
    expect(['timeout', 'connection']).toContain(first.outcome);
    expect(asked).toEqual(['hooks.example.com']);
    // The next request resolves again, and is refused.
    const second = await sent({ named: only, resolve }, { url });
    expect(second).toMatchObject({ outcome: 'address', detail: '127.0.0.1' });
    expect(soFar()).toBe(count);
  });

  test('a named host may resolve to a private address', async () => {
    const { resolve } = resolving(['127.0.0.1']);
    expect((await sent({ named, resolve }, { url: name })).outcome).toBe('delivered');
    expect(receiver.arrived.at(-1)?.headers.host).toBe(`hooks.example.com:${receiver.port}`);
  });

  test('a redirect is not followed, wherever it leads', async () => {
    const inner = await startReceiver();
    answered((response) => void response.writeHead(307, { location: inner.url }).end());
    expect(await sent()).toMatchObject({ outcome: 'redirect', status: 307, detail: inner.url });
    expect(inner.arrived).toEqual([]);
    await inner[Symbol.asyncDispose]();
  });
});
