import { type Answer, answer, download, missing, page, redirect } from '../http/answers.ts';
import type { Admission, Call, InCommittee } from '../http/call.ts';
import { form, query } from '../http/parsers.ts';
import { canRun, mayRunWithin } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { writePdf } from '../pdf/index.ts';
import type { FormState } from '../ui/form-state.ts';
import { dayInWords } from '../ui/moments.ts';
import type { AdoptedVersion } from './adopted-version.ts';
import { adoptVersion } from './commands.ts';
import { markdownOf, pdfOf } from './export.ts';
import { type ExportFormat, noteVersionExport } from './export-commands.ts';
import { adoptionPage, comparePage, versionPage, versionsPage } from './pages.tsx';
import { readVersions } from './queries.ts';
import { versionOn } from './rules.ts';
import { adoptionInput, dayQuery, numberIn } from './schema.ts';
import { texts } from './texts.ts';

type VersionCall = Call & InCommittee & { readonly number: string };

/** Adopted versions of Terms of Reference (spec adopted-versions#pages). */
export const adoptedVersionRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const reads = mayRunWithin(noteVersionExport);
  const adopts = mayRunWithin(adoptVersion);
  const adoptionForm = async ({ committee, now }: Call & InCommittee, state?: FormState) => {
    const { today, versions } = await readVersions(db, committee.id, now);
    return adoptionPage({ committee, today, latest: versions[0], state });
  };
  const versionAt = async ({ committee, number, now }: VersionCall): Promise<AdoptedVersion> => {
    const wanted = numberIn(number);
    const { versions } = await readVersions(db, committee.id, now);
    const found = versions.find((version) => version.number === wanted);
    if (found === undefined) throw missing();
    return found;
  };
  const exported = async (
    call: VersionCall & Pick<Admission, 'actor'>,
    format: ExportFormat,
  ): Promise<Answer> => {
    const { id, label } = call.committee;
    const version = await versionAt(call);
    const { number } = version;
    const noted = await noteVersionExport(services, call.actor, { id, label, number, format });
    if (!noted.ok) return answer(noted, { saved: `/tor/${id}/versions/${number}` });
    const fileName = `terms-of-reference-${id}-version-${number}.${format}`;
    return format === 'pdf'
      ? download({ body: await writePdf(pdfOf(version)), type: 'application/pdf', fileName })
      : download({ body: markdownOf(version), type: 'text/markdown; charset=utf-8', fileName });
  };
  return routes()
    .get('/tor/:id/versions', reads, async ({ committee, actor, now }) =>
      page(
        versionsPage({
          committee,
          mayAdopt: canRun(actor, adoptVersion),
          ...(await readVersions(db, committee.id, now)),
        }),
      ),
    )
    .get('/tor/:id/versions/new', adopts, async (call) => page(await adoptionForm(call)))
    .post(
      '/tor/:id/versions',
      adopts,
      form(adoptionInput, adoptionForm),
      async ({ id, actor, input, refused }) =>
        answer(await adoptVersion(services, actor, { ...input, committee: id }), {
          saved: (number) => redirect(`/tor/${id}/versions`, texts.adopted(number)),
          refused,
        }),
    )
    .get('/tor/:id/versions/on', reads, query(dayQuery), async ({ id, committee, filter, now }) => {
      const { today, versions } = await readVersions(db, committee.id, now);
      const day = filter.day ?? today;
      const found = versionOn(versions, day);
      return found === undefined
        ? redirect(`/tor/${id}/versions`, {
            ...{ tone: 'info', text: texts.noText(dayInWords(day)) },
          })
        : redirect(`/tor/${id}/versions/${found.number}`);
    })
    .get('/tor/:id/versions/:number', reads, async (call) =>
      page(versionPage({ committee: call.committee, version: await versionAt(call) })),
    )
    .get('/tor/:id/versions/:number/export.pdf', reads, (call) => exported(call, 'pdf'))
    .get('/tor/:id/versions/:number/export.md', reads, (call) => exported(call, 'md'))
    .get('/tor/:id/versions/:number/compare', reads, async (call) =>
      page(comparePage({ committee: call.committee, version: await versionAt(call) })),
    );
};
