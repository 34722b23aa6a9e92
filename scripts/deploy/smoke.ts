import { readFileSync } from 'node:fs';
import { request } from 'node:https';

/** An environment does not respond correctly; the message has the request and the response. */
export class SmokeFailure extends Error {}

export interface SmokeOptions {
  readonly host: string;
  /** `address:port` to use instead of resolving the name. */
  readonly address?: string | undefined;
  /** File with the certificate authority. */
  readonly ca?: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/**
 * What must be true from outside. A page requires the app, its session store and its database;
 * `/healthz` is not exposed.
 */
const checks: readonly {
  readonly path: string;
  readonly what: string;
  readonly holds: (answer: Answer) => boolean;
}[] = [
  {
    path: '/login',
    what: 'the sign-in page',
    holds: ({ status, body }) => status === 200 && body.includes('<form'),
  },
  {
    path: '/login',
    what: 'HSTS',
    holds: ({ headers }) => String(headers['strict-transport-security']).includes('max-age='),
  },
  {
    path: '/login',
    what: 'a content security policy',
    holds: ({ headers }) => headers['content-security-policy'] !== undefined,
  },
  { path: '/', what: 'a sign-in form', holds: ({ status }) => status >= 200 && status < 400 },
  {
    path: '/metrics',
    what: 'no metrics from outside',
    holds: ({ status, body }) => status >= 300 || !body.startsWith('# HELP'),
  },
];

/**
 * Checks the host over HTTPS with a valid certificate. Returns what passed; throws SmokeFailure at
 * the first failure.
 */
export async function smoke(options: SmokeOptions): Promise<string[]> {
  const held: string[] = [];
  for (const { path, what, holds } of checks) {
    const answer = await ask(options, path);
    if (!holds(answer))
      throw new SmokeFailure(
        `https://${options.host}${path}: ${what} expected, got ${answer.status}`,
      );
    held.push(what);
  }
  return held;
}

const deadlineMs = 10_000;

function ask({ host, address, ca }: SmokeOptions, path: string): Promise<Answer> {
  const [at = host, port = '443'] = address?.split(':') ?? [];
  return new Promise((resolve, reject) => {
    const failed = (error: Error) =>
      reject(new SmokeFailure(`https://${host}${path}: ${error.message}`, { cause: error }));
    const asked = request(
      {
        host: at,
        port: Number(port),
        servername: host,
        path,
        headers: { host, 'user-agent': 'ahlt-smoke' },
        timeout: deadlineMs,
        ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', failed);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    asked.once('timeout', () => asked.destroy(new Error(`no answer in ${deadlineMs / 1000} s`)));
    asked.once('error', failed);
    asked.end();
  });
}
