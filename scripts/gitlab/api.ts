import { z } from 'zod';

/** GitLab refused, or did not respond. */
export class GitlabError extends Error {
  readonly status: number | undefined;

  constructor(message: string, options: { status?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.status = options.status;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface GitlabAccess {
  /** Such as `https://gitlab.local:8929/api/v4`. */
  readonly url: string;
  readonly token: string;
}

/** GitLab's REST API v4; responses are parsed by the given schema. */
export interface Gitlab {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** The same; undefined if it does not exist. */
  find<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined>;
  /** Returns all pages of a list. */
  list<T>(path: string, schema: z.ZodType<T>): Promise<T[]>;
  /** Changes something. `assumed` is the response in a dry run. */
  send<T>(
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    body: object,
    schema: z.ZodType<T>,
    assumed: NoInfer<T>,
  ): Promise<T>;
  delete(path: string): Promise<void>;
}

const pageSize = 100;
const deadlineMs = 30_000;

/** Client of GitLab. Throws GitlabError with GitLab's message. */
export function gitlab({ url, token }: GitlabAccess): Gitlab {
  const call = async (method: Method, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { 'private-token': token, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(deadlineMs),
    }).catch((cause: Error) => {
      throw new GitlabError(`GitLab at ${url} does not answer: ${reasonOf(cause)}`, { cause });
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new GitlabError(`GitLab refused ${method} ${path}: ${answer.status} ${wordsOf(text)}`, {
        status: answer.status,
      });
    return text === '' ? undefined : JSON.parse(text);
  };
  const read = <T>(schema: z.ZodType<T>, path: string, value: unknown): T => {
    const parsed = schema.safeParse(value);
    if (!parsed.success)
      throw new GitlabError(
        `Unexpected response from GitLab at ${path}: ${z.prettifyError(parsed.error)}`,
      );
    return parsed.data;
  };
  const get = async <T>(path: string, schema: z.ZodType<T>) =>
    read(schema, path, await call('GET', path));
  return {
    get,
    find: (path, schema) =>
      get(path, schema).catch((error: unknown) => {
        if (error instanceof GitlabError && error.status === 404) return undefined;
        throw error;
      }),
    async list(path, schema) {
      const all = [];
      for (let page = 1; ; page += 1) {
        const items = await get(
          `${path}${path.includes('?') ? '&' : '?'}per_page=${pageSize}&page=${page}`,
          z.array(schema),
        );
        all.push(...items);
        if (items.length < pageSize) return all;
      }
    },
    send: async (method, path, body, schema) => read(schema, path, await call(method, path, body)),
    async delete(path) {
      await call('DELETE', path);
    },
  };
}

const reasonOf = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message : error.message;

/** The message in GitLab's response, which is JSON unless it comes from a proxy. */
function wordsOf(text: string): string {
  try {
    const { message, error } = JSON.parse(text) as { message?: unknown; error?: unknown };
    return typeof message === 'string' ? message : JSON.stringify(message ?? error ?? text);
  } catch {
    return text.slice(0, 200);
  }
}
