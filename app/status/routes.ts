import { migrations } from '../db/migrations/index.ts';
import { schemaRange } from '../db/schema-range.ts';
import { json, page } from '../http/answers.ts';
import { open } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { Services } from '../services.ts';
import { StatusPage } from './pages.tsx';
import { type AuditState, statusRows } from './present.ts';
import { askDatabase, checkReadiness } from './readiness.ts';

/** Probes and the status page. They need no session, so they respond without the database. */
export function statusRoutes(
  services: Services,
  { isDraining }: { isDraining: () => boolean },
): Routes {
  const { config, pool, log, auditWatch, graph, version, startedAt, now } = services;
  return routes()
    .get('/healthz', open, () => json({ alive: true }))
    .get('/readyz', open, async () => {
      const readiness = await checkReadiness(services, isDraining());
      return json(readiness, readiness.ready ? 200 : 503);
    })
    .get('/status', open, async ({ visitor }) => {
      const { ledger, check } = await askDatabase(pool, config.graphEnv, log);
      const audit = ledger === undefined ? undefined : await auditState(auditWatch);
      const range = schemaRange();
      const program = {
        version,
        target: migrations.at(-1)?.id ?? null,
        schemaRange: range,
        graphEnabled: graph !== undefined,
      };
      // Version details tell attackers which vulnerabilities to try; without a session only the
      // state is shown.
      const isKnown = (await visitor().catch(() => undefined)) !== undefined;
      const known = isKnown
        ? { version, node: process.versions.node, schemaRange: range }
        : undefined;
      return page(
        StatusPage({
          rows: statusRows({ ledger, reason: check.reason, audit }, program),
          facts: { startedAt, known },
          now: now(),
        }),
      );
    });
}

/** `undefined` while there is no log: an empty database, or an unreachable one. */
const auditState = (watch: Services['auditWatch']): Promise<AuditState | undefined> =>
  watch.volume().then(
    (volume) => ({ volume, failures: watch.failures(), rewritten: watch.rewritten() }),
    () => undefined,
  );
