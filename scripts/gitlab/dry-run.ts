import type { Gitlab } from './api.ts';

/** Members of a body that contain a secret. */
const secretMembers = ['value', 'token', 'password', 'url'];

/**
 * Prints writing calls instead of making them, with secrets masked. Reads go to `api` if there is
 * one; otherwise GitLab counts as empty, so that everything a first setup does is printed.
 */
export function printing(print: (line: string) => void, api?: Gitlab): Gitlab {
  const describe = (method: string, path: string, body?: object) =>
    print(`${method.padEnd(6)} ${path}${body ? ` ${JSON.stringify(masked(body))}` : ''}`);
  return {
    async get(path, schema) {
      describe('GET', path);
      if (!api) return schema.parse({});
      return await api.get(path, schema);
    },
    async find(path, schema) {
      describe('GET', path);
      return await api?.find(path, schema);
    },
    async list(path, schema) {
      describe('GET', path);
      return (await api?.list(path, schema)) ?? [];
    },
    async send(method, path, body, schema, assumed) {
      describe(method, path, body);
      return schema.parse(assumed);
    },
    async delete(path) {
      describe('DELETE', path);
    },
  };
}

const masked = (body: object): object =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, secretMembers.includes(key) ? '•••' : value]),
  );
