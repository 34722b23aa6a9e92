import { enqueue } from '../jobs/index.ts';
import { command } from '../ontology/command.ts';
import { refuse, saved } from '../ontology/outcome.ts';
import { resyncKind } from './jobs.ts';
import { isResyncing, resyncJobOf } from './resync-state.ts';
import { texts } from './texts.ts';

interface Input {
  readonly env: string;
}

/** Queues a resync (spec graph#request). Returns the id of its job. */
export const resyncGraph = command<Input, string>(
  'graph.resynced',
  { may: 'settings.manage' },
  async (tx, { input: { env }, now }) => {
    if (await isResyncing(tx)) throw refuse(texts.running, 409);
    await enqueue(tx, resyncKind, {}, { now, key: 'sole' });
    const id = (await resyncJobOf(tx)) ?? '';
    return saved({ target: { type: 'graph', id: null, label: env }, value: id });
  },
);
