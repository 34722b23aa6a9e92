import { beginImport, endImport, updateImport } from '../running-store.ts';
import type { ImportEvent, Importing } from './events.ts';

/** How often other pages learn the progress, in milliseconds; a shorter import is not shown. */
const betweenMs = 1_000;

/**
 * The same events, which other pages of the data manager receive, in any process (spec
 * live#followed-pages). If recording them fails, the import goes on.
 */
export async function* shownWhileRunning(
  events: AsyncGenerator<ImportEvent>,
  { services: { db }, actor }: Pick<Importing, 'services' | 'actor'>,
): AsyncGenerator<ImportEvent> {
  let last = performance.now();
  let id: string | undefined;
  const record = async ({ file, progress }: Extract<ImportEvent, { progress: unknown }>) => {
    if (id === undefined) id = await beginImport(db, { user: actor.id, file, progress });
    else await updateImport(db, id, progress);
  };
  try {
    for await (const event of events) {
      if ('progress' in event && performance.now() - last >= betweenMs) {
        last = performance.now();
        await record(event).catch(() => undefined);
      }
      yield event;
    }
  } finally {
    if (id !== undefined) await endImport(db, id).catch(() => undefined);
  }
}
