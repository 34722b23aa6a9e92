import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Fields = Record<string, unknown>;

/** GitLab as far as a set-up needs it. */
export interface GitlabApiDouble {
  readonly url: string;
  /** Calls that changed something, `METHOD path`, since the last time that this was asked. */
  changes(): string[];
  /** What is stored at a path. */
  at(path: string): Fields | undefined;
  /** Puts something there as a person would in the browser. */
  put(path: string, fields: Fields): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Answers of GitLab's API v4 that differ from what was sent, by the path that a thing is made at. */
const shown: readonly { readonly path: RegExp; readonly key: string; readonly as?: (sent: Fields) => Fields }[] = [
  { path: /^\/groups$/, key: 'path' },
  { path: /^\/projects$/, key: 'path' },
  {
    path: /\/protected_branches$/,
    key: 'name',
    as: ({ push_access_level: push, merge_access_level: merge }) => ({
      push_access_levels: [{ access_level: push }],
      merge_access_levels: [{ access_level: merge }],
    }),
  },
  {
    path: /\/protected_tags$/,
    key: 'name',
    as: ({ create_access_level: create }) => ({ create_access_levels: [{ access_level: create }] }),
  },
  { path: /\/environments$/, key: 'id' },
  { path: /\/variables$/, key: 'key' },
  { path: /\/deploy_tokens$/, key: 'id', as: () => ({ token: 'gldt-secret', revoked: false, expires_at: null }) },
  { path: /\/access_tokens$/, key: 'id', as: () => ({ token: 'glpat-secret', revoked: false, active: true }) },
  { path: /^\/user\/runners$/, key: 'id', as: () => ({ token: 'glrt-secret' }) },
];

const lists = /\/(environments|deploy_tokens|access_tokens|runners)$/;

/**
 * A double, because GitLab itself (a container of 6 GB) cannot run in the tests: the paths, status codes and field names are those
 * of API v4 as it is known, not a recording. It shows that the calls fit together and are not repeated; it cannot show that a real GitLab of the
 * pinned version takes them. docs/runbooks/repository-migration.md says how that is looked at.
 */
export async function startGitlabApi(token: string): Promise<GitlabApiDouble> {
  const store = new Map<string, Fields>([['/application/settings', { signup_enabled: true }]]);
  const changes: string[] = [];
  let nextId = 1;
  const make = (path: string, sent: Fields): Fields => {
    const kind = shown.find((one) => one.path.test(path));
    const id = nextId++;
    const fields = { ...sent, id, ...kind?.as?.(sent) };
    store.set(`${path}/${nameOf(path, kind?.key === undefined ? id : (fields as Fields)[kind.key], sent)}`, fields);
    // A project's runners are listed below the project, though they are made for a user.
    if (path === '/user/runners') store.set(`/projects/${sent['project_id']}/runners/${id}`, fields);
    if (path === '/projects') store.set(`/projects/${id}`, fields);
    return fields;
  };
  const answer = (method: string, path: string, place: string, sent: Fields): readonly [number, unknown] => {
    if (method !== 'GET') changes.push(`${method} ${path}`);
    if (method === 'POST') return [201, make(path, sent)];
    const found = store.get(place);
    if (method === 'DELETE') return [store.delete(place) ? 204 : 404, undefined];
    if (method === 'PUT') return [found ? 200 : 404, Object.assign(found ?? {}, sent)];
    if (found) return [200, found];
    const below = [...store].filter(([key]) => key.startsWith(`${path}/`) && !key.slice(path.length + 1).includes('/'));
    return lists.test(path) ? [200, below.map(([, fields]) => fields)] : [404, { message: '404 Not found' }];
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://double');
    const path = decodeURIComponent(pathname.replace('/api/v4', ''));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent = (chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString())) as Fields;
    const scope = searchParams.get('filter[environment_scope]');
    const place = path === '/projects/ahlt/im-ctrl' ? '/projects/im-ctrl' : scope === null ? path : `${path} ${scope}`;
    const known = request.headers['private-token'] === token;
    const [status, body] = known ? answer(request.method ?? '', path, place, sent) : [401, { message: '401 Unauthorized' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`,
    changes: () => changes.splice(0),
    at: (path) => store.get(path),
    put: (path, fields) => void store.set(path, { ...store.get(path), ...fields }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A variable has one name and a value for each scope. */
const nameOf = (path: string, key: unknown, sent: Fields): string =>
  path.endsWith('/variables') ? `${key} ${sent['environment_scope']}` : String(key);
