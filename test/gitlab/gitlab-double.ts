import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The notes of one merge request. */
export interface GitlabDouble {
  /** Variables of a pipeline that belongs to its merge request. */
  readonly mergeRequest: { readonly CI_API_V4_URL: string; readonly CI_PROJECT_ID: string };
  /** Texts of the notes, oldest first. */
  notes(): string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** A double of the notes API of GitLab, because GitLab itself cannot run here: GitLab's paths, status codes and field names, in memory. */
export async function startGitlab(): Promise<GitlabDouble> {
  const notes = new Map<number, string>([[1, 'Looks good to me.']]);
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const answer = (status: number, body?: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (headers['private-token'] !== 'preview-token') return answer(401, { message: '401 Unauthorized' });
    const [, id] = /^\/api\/v4\/projects\/42\/merge_requests\/7\/notes(?:\/(\d+))?(?:\?.*)?$/.exec(url) ?? [undefined, undefined];
    if (!url.startsWith('/api/v4/projects/42/merge_requests/7/notes')) return answer(404, { message: '404 Not found' });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { body = '' } = chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as { body?: string });
    if (method === 'GET')
      return answer(
        200,
        [...notes].map(([key, text]) => ({ id: key, body: text, system: false })),
      );
    const key = method === 'POST' ? notes.size + 1 : Number(id);
    notes.set(key, body);
    return answer(method === 'POST' ? 201 : 200, { id: key, body, system: false });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    mergeRequest: { CI_API_V4_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`, CI_PROJECT_ID: '42' },
    notes: () => [...notes.values()].slice(1),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
