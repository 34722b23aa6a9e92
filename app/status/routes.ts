import { Router } from 'express';
import { migrations } from '../db/migrations/index.ts';
import { schemaRange } from '../db/schema-range.ts';
import { sendPage } from '../http/render.ts';
import type { Services } from '../services.ts';
import type { Frame } from '../ui/page.tsx';
import { StatusPage } from './pages.tsx';
import { statusRows } from './present.ts';
import { askDatabase, checkReadiness } from './readiness.ts';

/** Probes and the status page. They have no session and set no cookie. */
export function statusRoutes(services: Services, { frame, isDraining }: { frame: Frame; isDraining: () => boolean }): Router {
  const { config, pool, log, graph, version, startedAt, now } = services;
  return Router()
    .get('/healthz', (_request, response) => {
      response.json({ alive: true });
    })
    .get('/readyz', async (_request, response) => {
      const readiness = await checkReadiness(services, isDraining());
      response.status(readiness.ready ? 200 : 503).json(readiness);
    })
    .get('/', async (_request, response) => {
      const { ledger, check } = await askDatabase(pool, config.graphEnv, log);
      const range = schemaRange();
      const program = { version, target: migrations.at(-1)?.id ?? null, schemaRange: range, graphEnabled: graph !== undefined };
      const facts = { startedAt, node: process.versions.node, schemaRange: range };
      sendPage(response, StatusPage({ frame, rows: statusRows({ ledger, reason: check.reason }, program), facts, now: now() }));
    });
}
