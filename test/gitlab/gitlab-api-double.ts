import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { notDocumented } from './gitlab-api-calls.ts';

type Fields = Record<string, unknown>;

/** GitLab's API, as far as this repository calls it. */
export interface GitlabApiDouble {
  readonly url: string;
  /** Calls that changed something, `METHOD path`, since the last query. */
  changes(): string[];
  /** Calls that are not in GitLab's documentation, each with the reason. */
  readonly refused: readonly string[];
  /** The object stored at a path. */
  at(path: string): Fields | undefined;
  /** Paths stored directly below a path, oldest first. */
  below(path: string): string[];
  /** Stores something like a user in the browser. */
  put(path: string, fields: Fields): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * How GitLab stores the parameters of a call, by the path of creation: under which name, and what
 * it returns instead.
 */
const kinds: readonly {
  readonly path: RegExp;
  readonly key: string;
  readonly shown?: (sent: Fields) => Fields;
}[] = [
  { path: /^\/groups$/, key: 'path' },
  { path: /^\/projects$/, key: 'id' },
  {
    path: /\/protected_branches$/,
    key: 'name',
    shown: ({ push_access_level: push = 40, merge_access_level: merge = 40 }) => ({
      push_access_levels: [{ access_level: push }],
      merge_access_levels: [{ access_level: merge }],
    }),
  },
  {
    path: /\/protected_tags$/,
    key: 'name',
    shown: ({ create_access_level: create = 40 }) => ({
      create_access_levels: [{ access_level: create }],
    }),
  },
  {
    path: /\/variables$/,
    key: 'key',
    shown: ({ environment_scope: scope = '*' }) => ({ environment_scope: scope }),
  },
  {
    path: /\/deploy_tokens$/,
    key: 'id',
    shown: () => ({ token: 'gldt-secret', revoked: false, expired: false, expires_at: null }),
  },
  {
    path: /\/access_tokens$/,
    key: 'id',
    shown: () => ({ token: 'glpat-secret', revoked: false, active: true }),
  },
  { path: /^\/user\/runners$/, key: 'id', shown: () => ({ token: 'glrt-secret' }) },
  // GitLab hides both the user name and the password of the address.
  {
    path: /\/remote_mirrors$/,
    key: 'id',
    shown: ({ url }) => ({ url: String(url).replace(/\/\/[^@/]*@/, '//*****:*****@') }),
  },
  { path: /\/notes$/, key: 'id', shown: () => ({ system: false }) },
];

/** Defaults of a new project (docs.gitlab.com/api/projects). */
const newProject: Fields = {
  default_branch: 'main',
  public_jobs: true,
  merge_method: 'merge',
  ci_forward_deployment_enabled: true,
  container_expiration_policy: {
    cadence: '1d',
    enabled: false,
    keep_n: 10,
    older_than: '90d',
    name_regex: '.*',
  },
};

const lists =
  /\/(environments|deploy_tokens|access_tokens|runners|remote_mirrors|notes|pipelines|registry\/protection\/repository\/rules)$/;
const secretsShownOnce = /\/(deploy_tokens|access_tokens|runners)\/\d+$/;

/**
 * A double, because GitLab itself (a container of 6 GB) cannot run in the tests. It accepts the
 * documented calls of GitLab with their parameters, and refuses all others (gitlab-api-calls.ts);
 * its responses have the documented fields and status codes. It shows that the calls are
 * documented, consistent, and not repeated. How a real GitLab of the pinned version responds is
 * checked manually; see docs/runbooks/repository-migration.md.
 */
export async function startGitlabApi(...tokens: readonly string[]): Promise<GitlabApiDouble> {
  const store = new Map<string, Fields>([
    ['/application/settings', { signup_enabled: true, default_project_visibility: 'private' }],
  ]);
  const changes: string[] = [];
  const refused: string[] = [];
  let nextId = 1;
  const below = (path: string): string[] =>
    [...store.keys()].filter(
      (key) => key.startsWith(`${path}/`) && !key.slice(path.length + 1).includes('/'),
    );
  const make = (path: string, sent: Fields): Fields => {
    const kind = kinds.find((one) => one.path.test(path));
    const id = nextId++;
    const fields: Fields = {
      ...(path === '/projects' ? newProject : {}),
      ...sent,
      id,
      ...kind?.shown?.(sent),
    };
    const name =
      kind?.key === 'key'
        ? `${fields['key']} ${fields['environment_scope']}`
        : String(fields[kind?.key ?? 'id']);
    store.set(`${path}/${name}`, fields);
    // A project's runners are listed below the project, although they are created for a user.
    if (path === '/user/runners')
      store.set(`/projects/${sent['project_id']}/runners/${id}`, fields);
    if (path === '/projects')
      store.set(`/projects/${id}/job_token_scope`, {
        inbound_enabled: false,
        outbound_enabled: false,
      });
    return fields;
  };
  const change = (path: string, there: Fields, sent: Fields): Fields => {
    const { container_expiration_policy_attributes: policy, enabled, ...rest } = sent;
    Object.assign(there, path.endsWith('/job_token_scope') ? { inbound_enabled: enabled } : rest);
    if (policy)
      there['container_expiration_policy'] = {
        ...(there['container_expiration_policy'] as Fields),
        ...(policy as Fields),
      };
    return there;
  };
  const answer = (
    method: string,
    path: string,
    place: string,
    query: Record<string, string>,
    sent: Fields,
  ): readonly [number, unknown] => {
    if (method !== 'GET') changes.push(`${method} ${path}`);
    if (method === 'POST') return [201, make(path, sent)];
    const there = store.get(place);
    if (method === 'GET' && lists.test(path))
      return [
        200,
        pageOf(
          below(path).map((key) => listed(key, store.get(key) ?? {})),
          query,
        ),
      ];
    if (there === undefined) return [404, { message: '404 Not found' }];
    if (method === 'DELETE') return [store.delete(place) ? 204 : 404, undefined];
    if (method === 'PUT') return [200, change(path, there, sent)];
    return method === 'PATCH' ? [204, void change(path, there, sent)] : [200, there];
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://double');
    const { method = '' } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent =
      chunks.length === 0 ? undefined : (JSON.parse(Buffer.concat(chunks).toString()) as Fields);
    const query = Object.fromEntries(searchParams);
    const reply = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(body === undefined ? undefined : JSON.stringify(body));
    if (!tokens.includes(String(request.headers['private-token'])))
      return reply(401, { message: '401 Unauthorized' });
    const wrong = notDocumented(method, pathname.replace('/api/v4', ''), query, sent);
    if (wrong !== undefined) {
      refused.push(wrong);
      return reply(400, { error: wrong });
    }
    const path = byId(decodeURIComponent(pathname.replace('/api/v4', '')), below('/projects')[0]);
    const scope = searchParams.get('filter[environment_scope]');
    return reply(
      ...answer(method, path, scope === null ? path : `${path} ${scope}`, query, sent ?? {}),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`,
    changes: () => changes.splice(0),
    refused,
    at: (path) => store.get(path),
    below,
    put: (path, fields) => void store.set(path, { ...store.get(path), ...fields }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A project has two names in a path: its id, and group and path. */
const byId = (path: string, project = '/projects/none'): string =>
  path.replace(/^\/projects\/ahlt\/im-ctrl(?=\/|$)/, project);

/** The value of a token is shown when it is created, and never again. */
function listed(path: string, { token, ...fields }: Fields): Fields {
  return token === undefined || secretsShownOnce.test(path) ? fields : { ...fields, token };
}

function pageOf(
  all: readonly Fields[],
  { page = '1', per_page: size = '20' }: Record<string, string>,
): Fields[] {
  return all.slice((Number(page) - 1) * Number(size), Number(page) * Number(size));
}
