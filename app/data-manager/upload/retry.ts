import { type Answer, page } from '../../http/answers.ts';
import type { Call } from '../../http/call.ts';
import type { SignedIn } from '../../http/visit.ts';
import type { FormProblem } from '../../ui/form-state.ts';
import { texts } from '../texts.ts';
import type { ImportError } from '../transfer.ts';
import { arriving, type ImportServices } from './answer.ts';
import { importFiles } from './events.ts';
import { leftOf } from './gathered.ts';
import { documentOf } from './present.ts';
import { type LeftItem, resultPage } from './result-page.tsx';
import type { RetryInput } from './schema.ts';

type RetryCall = Call & { readonly actor: SignedIn; readonly input: RetryInput };

/** Imports the selected items again, as corrected; failed and unselected items are shown again. */
export async function retryItems(
  { importData, services, turns }: ImportServices,
  { actor, input, response }: RetryCall,
): Promise<Answer> {
  const { mode, dry_run: dryRun } = input;
  const all = input.item.map(
    (text, place): LeftItem => ({
      text,
      kind: input.kind[place] ?? 'entity',
      reason: input.reason[place] ?? '',
    }),
  );
  const picked = new Set(input.pick.map(Number));
  const again = (problems: readonly FormProblem[]): Answer =>
    page(resultPage({ files: [], left: all, mode, dryRun, problems }), 422);
  if (!all.some((_, place) => picked.has(place)))
    return again([{ message: texts.problem.nothingPicked }]);
  const parsed = all.map((item, place) => (picked.has(place) ? parse(item, place) : undefined));
  const problems = parsed.flatMap((each) =>
    each !== undefined && 'message' in each ? [each] : [],
  );
  if (problems.length > 0) return again(problems);
  turns.begin('import', actor.id, response);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const importing = {
    importData,
    services,
    turns,
    actor,
    settings: { mode, dry_run: dryRun },
    signal: gone.signal,
  };
  const items = parsed.flatMap((each) => (each !== undefined && 'kind' in each ? [each] : []));
  for await (const event of importFiles(
    arriving(texts.result.retried, documentOf(items)),
    importing,
  )) {
    if ('error' in event) throw event.error;
    if (!('result' in event)) continue;
    const left = [
      ...event.result.errors.map(leftOf),
      ...all.filter((_, place) => !picked.has(place)),
    ];
    return page(
      resultPage({
        files: [{ name: texts.result.retried, result: event.result }],
        left,
        mode,
        dryRun,
      }),
    );
  }
  return again([]);
}

function parse(
  { kind, text }: LeftItem,
  place: number,
): Pick<ImportError, 'kind' | 'item'> | FormProblem {
  try {
    return { kind, item: JSON.parse(text) as unknown };
  } catch (error) {
    return {
      field: `item-${place}`,
      message: texts.problem.notJson(place + 1, error instanceof Error ? error.message : ''),
    };
  }
}
