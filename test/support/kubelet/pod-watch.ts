import type { V1Pod } from '@kubernetes/client-node';
import type { ApiClient } from '../kubernetes/api-client.ts';
import { rest } from './probe.ts';

/**
 * Calls `on` for every pod of the cluster with its current state, and `gone` for deleted ones,
 * until `signal` fires. After any failure, including a killed API server, it lists again.
 */
export async function watchPods(
  api: ApiClient,
  on: (pod: V1Pod) => void,
  gone: (uid: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const known = new Set<string>();
  const forget = (uid: string) => {
    known.delete(uid);
    gone(uid);
  };
  const take = (pod: V1Pod) => {
    known.add(pod.metadata?.uid ?? '');
    on(pod);
  };
  while (!signal.aborted) {
    try {
      const list = await api.get('/api/v1/pods');
      const listed = new Set(list.items.map((pod: V1Pod) => pod.metadata?.uid));
      for (const uid of known) if (!listed.has(uid)) forget(uid);
      list.items.forEach(take);
      const from = `/api/v1/pods?watch=true&resourceVersion=${list.metadata.resourceVersion}`;
      await api.watch(
        from,
        ({ type, object }) => {
          if (type === 'ADDED' || type === 'MODIFIED') take(object);
          else if (type === 'DELETED') forget(object.metadata.uid);
        },
        signal,
      );
    } catch {
      await rest(100, signal);
    }
  }
}
