import type { VNode } from 'preact';
import { addressOf } from '../http/address.ts';
import { answer, answerAt, missing, page, redirect, refusedAt } from '../http/answers.ts';
import { differences } from '../http/differences.ts';
import { button } from '../http/parsers.ts';
import { may, mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { approvePage, comparePage, historyPage, versionPage } from './history-page.tsx';
import { type DocumentCall, documentViews } from './page-data.ts';
import { asReader } from './reader.ts';
import { texts } from './texts.ts';
import { approveVersion, restoreVersion } from './version-commands.ts';
import { listVersions, readVersions, type Version, versionsPerPage } from './version-queries.ts';

/** A number of a version in an address; `undefined` for anything else. */
const numberIn = (text: string | null): number | undefined =>
  text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

type VersionCall = DocumentCall & { readonly number: string };

/** The history of a document: its versions, compared, restored and approved. */
export const versionRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const { seen } = documentViews(services);

  const history = async (call: DocumentCall): Promise<VNode> => {
    const before = numberIn(addressOf(call.request).searchParams.get('before'));
    const [document, found] = await Promise.all([seen(call), listVersions(db, call.id, before)]);
    const versions = found.slice(0, versionsPerPage);
    const older = found.length > versions.length ? versions.at(-1)?.number : undefined;
    return historyPage({
      ...{ document, versions, older, isFirstPage: before === undefined },
      reader: asReader(call.actor),
    });
  };

  const versionOf = async (call: VersionCall): Promise<VNode> => {
    const number = required(numberIn(call.number));
    const [document, versions] = await Promise.all([
      seen(call),
      readVersions(db, call.id, [number]),
    ]);
    const version = required(versions.get(number));
    return versionPage({ document, version, reader: asReader(call.actor) });
  };

  const compared = async (call: DocumentCall): Promise<VNode> => {
    const asked = addressOf(call.request).searchParams;
    const [from, to] = [
      required(numberIn(asked.get('from') ?? '1')),
      required(numberIn(asked.get('to') ?? asked.get('from') ?? '1')),
    ];
    const [document, versions] = await Promise.all([
      seen(call),
      readVersions(db, call.id, [from, to]),
    ]);
    const [older, newer] = [required(versions.get(from)), required(versions.get(to))];
    return comparePage({
      ...{ document, reader: asReader(call.actor), from: older, to: newer },
      differences: differences(factsOf(newer), factsOf(older), labels),
    });
  };

  return routes()
    .get('/documents/:id/history', may('document.view'), async (call) => page(await history(call)))
    .get('/documents/:id/compare', may('document.view'), async (call) => page(await compared(call)))
    .get('/documents/:id/versions/:number', may('document.view'), async (call) =>
      page(await versionOf(call)),
    )
    .post(
      '/documents/:id/versions/:number/restore',
      mayRun(restoreVersion),
      button,
      async ({ id, number, actor }) =>
        answer(await restoreVersion(services, actor, { id, number: required(numberIn(number)) }), {
          saved: (restored) => redirect(`/documents/${id}`, texts.history.restored(restored)),
          refused: refusedAt(`/documents/${id}/history`),
        }),
    )
    .get('/documents/:id/versions/:number/approve', mayRun(approveVersion), async (call) => {
      const number = required(numberIn(call.number));
      const [document, versions] = await Promise.all([
        seen(call, 'document.edit'),
        readVersions(db, call.id, [number]),
      ]);
      required(versions.get(number));
      return page(approvePage(document, number));
    })
    .post(
      '/documents/:id/versions/:number/approve',
      mayRun(approveVersion),
      button,
      async ({ id, number, actor }) =>
        answerAt(
          `/documents/${id}/history`,
          await approveVersion(services, actor, { id, number: required(numberIn(number)) }),
          texts.approval.done,
        ),
    );
};

function required<T>(found: T | undefined): T {
  if (found === undefined) throw missing();
  return found;
}

const labels = { title: texts.columns.title, type: texts.columns.type };

const factsOf = ({ title, docType }: Version) => ({ title, type: texts.types[docType] });
