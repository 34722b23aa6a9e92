import { ApiError, apiErrorOfStatus } from './kubernetes-error.ts';
import type { KubernetesObject } from './kubernetes-types.ts';

export interface WatchEvent<T extends KubernetesObject = KubernetesObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: T;
}

/**
 * Parses the text of a watch into events, one per line. Throws `BrokenStream` for a truncated line
 * or one that is no event, because its content is lost, and the server's own error for an ERROR
 * event.
 */
export async function* watchEvents<T extends KubernetesObject>(
  chunks: AsyncIterable<string>,
  call: string,
): AsyncGenerator<WatchEvent<T>, void, undefined> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield eventOf<T>(line, call);
  }
  if (rest.trim() !== '') throw broken(call, rest, 'the stream ended in the middle of a line');
}

function eventOf<T extends KubernetesObject>(line: string, call: string): WatchEvent<T> {
  let event: { type?: unknown; object?: unknown } | null;
  try {
    event = JSON.parse(line);
  } catch (error) {
    throw broken(call, line, 'a line is not JSON', error);
  }
  switch (event?.type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
    case 'BOOKMARK':
      return { type: event.type, object: event.object as T };
    case 'ERROR':
      throw apiErrorOfStatus(event.object, call);
    default:
      throw broken(call, line, 'a line is not a watch event');
  }
}

const broken = (call: string, line: string, why: string, cause?: unknown) =>
  new ApiError({
    status: 0,
    reason: 'BrokenStream',
    message: `${call}: ${why} (${line.length} characters)`,
    cause,
  });
