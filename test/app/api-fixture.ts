import type { PermissionCode } from '#app/ontology/actor.ts';
import { newToken, tokenDigest } from '#app/tokens/index.ts';
import type { AppServer } from '#test/support/app-server.ts';

/** The response to a program. */
export interface ApiReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

export interface ApiRequest {
  readonly method?: string;
  /** Sent as JSON; a string is sent unchanged. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A program with a token. */
export interface ApiClient {
  readonly token: string;
  readonly tokenId: string;
  readonly userId: string;
  readonly send: (path: string, request?: ApiRequest) => Promise<ApiReply>;
}

interface TokenOptions {
  /** @default all permissions of the user */
  readonly codes?: readonly PermissionCode[];
  readonly write?: boolean;
  readonly days?: number;
}

/** A program with a token of a new user with a role. */
export async function programOf(
  server: AppServer,
  role: string,
  options: TokenOptions = {},
): Promise<ApiClient> {
  const { id } = await server.createUser(...(role === '' ? [] : [role]));
  return programFor(server, id, options);
}

/** A program with a token of a user. */
export async function programFor(
  server: AppServer,
  userId: string,
  { codes, write = true, days = 30 }: TokenOptions = {},
): Promise<ApiClient> {
  const { currentPermissions } = await import('#app/ontology/permissions.ts');
  const { services, url } = server;
  const token = newToken();
  const granted = codes ?? [...(await currentPermissions(services.db, { id: userId }))];
  const { rows } = await services.pool.query<{ id: string }>(
    `insert into access_tokens (user_id, name, hash, ending, may_write, codes, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      userId,
      'test',
      tokenDigest(token),
      token.slice(-4),
      write,
      granted,
      services.now(),
      new Date(services.now().getTime() + days * 86_400_000),
    ],
  );
  return {
    token,
    tokenId: rows[0]?.id ?? '',
    userId,
    send: (path, request = {}) =>
      sendTo(`${url}${path}`, {
        ...request,
        headers: { Authorization: `Bearer ${token}`, ...request.headers },
      }),
  };
}

export async function sendTo(
  url: string,
  { method = 'GET', body, headers = {} }: ApiRequest,
): Promise<ApiReply> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === '' ? undefined : parsed(text),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Makes the newest caller have sent this many requests: a busy machine does not send hundreds
 * within their minute.
 */
export const useUp = ({ services }: AppServer, requests: number): Promise<unknown> =>
  services.pool.query(
    `update api_limits set requests = $1
     where caller = (select caller from api_limits order by begun_at desc limit 1)`,
    [requests],
  );
