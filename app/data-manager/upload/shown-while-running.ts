import { beginImport, endImport, tellImport } from '../running-store.ts';
import type { ImportEvent, Importing } from './events.ts';

/** How often other pages learn the progress, in milliseconds; a shorter import is not shown. */
const betweenMs = 1_000;

/**
 * The same events, which other pages of the data manager receive, in any process (spec
 * live#followed-pages). The import goes on if they can't be.
 */
export async function* shownWhileRunning(
  events: AsyncGenerator<ImportEvent>,
  { services: { db }, actor }: Pick<Importing, 'services' | 'actor'>,
): AsyncGenerator<ImportEvent> {
  let told = performance.now();
  let id: string | undefined;
  const tell = async ({ file, progress }: Extract<ImportEvent, { progress: unknown }>) => {
    if (id === undefined) id = await beginImport(db, { user: actor.id, file, progress });
    else await tellImport(db, id, progress);
  };
  try {
    for await (const event of events) {
      if ('progress' in event && performance.now() - told >= betweenMs) {
        told = performance.now();
        await tell(event).catch(() => undefined);
      }
      yield event;
    }
  } finally {
    if (id !== undefined) await endImport(db, id).catch(() => undefined);
  }
}
