import type { z } from 'zod';
import { pictureOf } from '../governance-map/index.ts';
import { addressOf } from '../http/address.ts';
import {
  answer,
  type Download,
  download,
  missing,
  page,
  type Answer as Response,
  withHeaders,
} from '../http/answers.ts';
import type { Admission, Call } from '../http/call.ts';
import { query } from '../http/parsers.ts';
import { mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { type Stores, sourceHeader } from '../relation-reads/index.ts';
import type { AnswerTable } from './answer-table.tsx';
import { barsPicture } from './bars-picture.tsx';
import { answerJson, tableCsv } from './export.ts';
import { noteQuestionExport } from './export-commands.ts';
import { questionPage } from './pages.tsx';
import type { Answer, Picture, Question } from './question.ts';

export type QuestionServices = Stores & CommandServices;

type Asking<Fields extends z.ZodType> = Call & Admission & { readonly filter: z.output<Fields> };

/** The page of a question and its exports (spec questions#pages, questions#export). */
export function routesOf<Fields extends z.ZodType>(
  services: QuestionServices,
  question: Question<Fields>,
): Routes {
  const { slug, title, hasPicture } = question;
  const path = `/governance/questions/${slug}` as const;
  const find = ({ actor, now, filter }: Asking<Fields>): Promise<Answer> =>
    question.answer(services, { id: actor.id, permissions: actor.permissions, now }, filter);
  const fields = query(question.fields);
  const exported = async (
    call: Asking<Fields>,
    format: 'csv' | 'json',
    fileOf: (tables: readonly AnswerTable[]) => Download,
  ): Promise<Response> => {
    const found = await find(call);
    const tables = chosen(found.tables, tableIn(call));
    const count = tables.reduce((sum, { records }) => sum + records.length, 0);
    const asked = searchOf(call);
    const what = { question: slug, title, format, asked, count };
    const noted = await noteQuestionExport(services, call.actor, what);
    return sourced(found, answer(noted, { saved: () => download(fileOf(tables)) }));
  };
  const own = routes()
    .get(path, mayRun(noteQuestionExport), fields, async (call) => {
      const found = await find(call);
      return sourced(
        found,
        page(questionPage({ question, answer: found, search: searchOf(call) })),
      );
    })
    .get(`${path}/export.csv`, mayRun(noteQuestionExport), fields, (call) =>
      exported(call, 'csv', ([table]) => ({
        body: table === undefined ? '' : tableCsv(table, call.visit.timeZone),
        type: 'text/csv; charset=utf-8',
        fileName: table === undefined ? `${slug}.csv` : `${slug}-${table.id}.csv`,
      })),
    )
    .get(`${path}/export.json`, mayRun(noteQuestionExport), fields, (call) =>
      exported(call, 'json', (tables) => ({
        body: JSON.stringify(answerJson(question, tables, call.now), null, 2),
        type: 'application/json; charset=utf-8',
        fileName: `${slug}.json`,
      })),
    );
  if (!hasPicture) return own;
  return own.get(`${path}.svg`, mayRun(noteQuestionExport), fields, async (call) => {
    const found = await find(call);
    if (found.picture === undefined) throw missing();
    const body = drawn(found.picture, title);
    return sourced(found, download({ body, type: 'image/svg+xml' }));
  });
}

const drawn = (picture: Picture, title: string): string =>
  picture.kind === 'map'
    ? pictureOf(picture.of, picture.query, title)
    : barsPicture(picture.bars, title);

const sourced = async (
  { source }: Answer,
  response: Response | Promise<Response>,
): Promise<Response> => withHeaders(await response, { [sourceHeader]: source });

/** Which table an export has; `undefined`: all that its format can hold. */
const tableIn = ({ request }: Call): string | undefined =>
  addressOf(request).searchParams.get('table') ?? undefined;

function chosen(tables: readonly AnswerTable[], id: string | undefined): readonly AnswerTable[] {
  if (id === undefined) return tables;
  const found = tables.filter((table) => table.id === id);
  if (found.length === 0) throw missing();
  return found;
}

/** The parameters of the question in its address. */
function searchOf({ request }: Call): string {
  const { searchParams } = addressOf(request);
  searchParams.delete('table');
  return searchParams.toString();
}
