import type { Outcome } from '../ontology/outcome.ts';
import { dayIn } from '../time-zone.ts';
import type { TableState } from '../ui/table-state.ts';
import { type Answer, answer, type Download, download, notAccepted, problem } from './answers.ts';
import type { OwnCall } from './call.ts';

interface ListExport {
  /** Records the export. */
  readonly note: () => Promise<Outcome<unknown>>;
  readonly body: () => Download['body'];
  /** The beginning of the file's name; the day follows. */
  readonly name: string;
}

/** A list as a CSV file, once its export is recorded. A filter that is wrong is refused. */
export async function exportList(
  { now, visit }: Pick<OwnCall, 'now' | 'visit'>,
  state: TableState,
  { note, body, name }: ListExport,
): Promise<Answer> {
  if (state.problem !== undefined)
    return problem(notAccepted('bad_query', [{ message: state.problem }], 400));
  return answer(await note(), {
    saved: () =>
      download({
        body: body(),
        type: 'text/csv; charset=utf-8',
        fileName: `${name}-${dayIn(now, visit.timeZone)}.csv`,
      }),
  });
}
