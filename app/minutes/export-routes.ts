import { AppError } from '../errors.ts';
import { type Answer, answer, download } from '../http/answers.ts';
import { signedIn } from '../http/policy.ts';
import { printed } from '../http/printed-page.tsx';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { writePdf } from '../pdf/index.ts';
import { type Exported, markdownOf, pdfOf } from './export.ts';
import { type ExportFormat, noteMinutesExport } from './export-commands.ts';
import { exportPage, exportStyle } from './export-page.tsx';
import { type MinutesCall, opener, toExport } from './page-data.ts';
import { fileNameOf } from './present.ts';
import { texts } from './texts.ts';

/** Exports of approved minutes, by their id or by that of their meeting (spec minutes#export). */
export const exportRoutes = (services: CommandServices): Routes => {
  const open = opener(services);
  const exported = async (call: MinutesCall, format: ExportFormat): Promise<Answer> => {
    const found = await open(call, toExport);
    const { id, label, status } = found.minutes;
    if (status !== 'approved')
      throw new AppError('forbidden', { message: texts.refused.notExported, status: 403 });
    const noted = await noteMinutesExport(services, call.actor, { id, label, format });
    return noted.ok ? fileOf(found, format) : answer(noted, { saved: `/minutes/${id}` });
  };
  return routes()
    .get('/minutes/:id/export', signedIn, (call) => exported(call, 'html'))
    .get('/meetings/:id/export', signedIn, (call) => exported(call, 'html'))
    .get('/minutes/:id/export.pdf', signedIn, (call) => exported(call, 'pdf'))
    .get('/minutes/:id/export.md', signedIn, (call) => exported(call, 'md'));
};

async function fileOf(found: Exported, format: ExportFormat): Promise<Answer> {
  const fileName = fileNameOf(found.minutes.id, format);
  if (format === 'pdf')
    return download({ body: await writePdf(pdfOf(found)), type: 'application/pdf', fileName });
  if (format === 'md')
    return download({ body: markdownOf(found), type: 'text/markdown; charset=utf-8', fileName });
  const { label: title } = found.minutes;
  return printed({ title, style: exportStyle, body: exportPage(found), fileName });
}
