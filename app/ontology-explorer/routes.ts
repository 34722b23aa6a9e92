import { readHistory } from '../audit/index.ts';
import { createEntity, hiddenTypes } from '../entities/index.ts';
import { type Answer, json, missing, page } from '../http/answers.ts';
import { query } from '../http/parsers.ts';
import { canRun, may } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { isId } from '../ontology/property.ts';
import { schemaCounts } from './count-queries.ts';
import { editingRoutes } from './editing-routes.ts';
import { entityPage, relationsPage } from './entity-page.tsx';
import { readEntity, readRelations } from './entity-queries.ts';
import type { StoredGraph } from './graph-columns.ts';
import { readGraph, readOutline } from './graph-queries.ts';
import { conceptsPage, dataPage } from './pages.tsx';
import { powersOf } from './powers.ts';
import { graphAnswer, graphOutline, schemaAnswer } from './present.ts';
import { referencePage } from './reference-page.tsx';
import { readReference } from './reference-queries.ts';
import { graphQuery, pageQuery, relationsQuery } from './schema.ts';
import { texts } from './texts.ts';

/** Relations per page of one kind. */
const relationsOfPage = 50;
/** Audit entries on the page of an entity. */
const entriesShown = 10;

/** The ontology explorer: types, entities and the reference (spec ontology-explorer#tabs). */
export const ontologyRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const counts = schemaCounts(services);
  const explorer = may('settings.manage');
  const existing = async (reading: Promise<StoredGraph>): Promise<StoredGraph> => {
    const graph = await reading;
    if (!graph.isFocusFound) throw missing(texts.entity.missing);
    return graph;
  };
  return routes()
    .get('/ontology', explorer, async ({ actor }) =>
      page(conceptsPage(schemaAnswer(await counts(), hiddenTypes(actor.permissions)))),
    )
    .get(
      '/ontology/data',
      explorer,
      query(pageQuery),
      async ({ actor, filter }): Promise<Answer> => {
        const hidden = hiddenTypes(actor.permissions);
        const [stored, schema] = await Promise.all([
          existing(readOutline(db, filter, hidden)),
          counts(),
        ]);
        const graph = graphOutline(stored, filter.limit);
        return page(
          dataPage({
            query: filter,
            graph,
            schema: schemaAnswer(schema, hidden),
            may: { create: canRun(actor, createEntity) },
          }),
        );
      },
    )
    .get('/ontology/reference', explorer, async ({ actor }) => {
      const [hidden, schema] = [hiddenTypes(actor.permissions), await counts()];
      const types = schema.types.map(({ type }) => type);
      return page(
        referencePage({
          ...(await readReference(db, types, hidden)),
          schema: schemaAnswer(schema, hidden),
        }),
      );
    })
    .get('/ontology/api/schema', explorer, async ({ actor }) =>
      json(schemaAnswer(await counts(), hiddenTypes(actor.permissions))),
    )
    .get('/ontology/api/graph', explorer, query(graphQuery), async ({ actor, filter }) =>
      json(
        graphAnswer(
          await existing(readGraph(db, filter, hiddenTypes(actor.permissions))),
          filter.limit,
        ),
      ),
    )
    .get('/ontology/data/:id', explorer, async ({ id, actor }) => {
      if (!isId(id)) throw missing(texts.entity.missing);
      const seesHistory = actor.permissions.has('audit.view');
      const [entity, history] = await Promise.all([
        readEntity(db, id, hiddenTypes(actor.permissions)),
        seesHistory ? readHistory(db, id, entriesShown) : [],
      ]);
      if (entity === undefined) throw missing(texts.entity.missing);
      return page(entityPage({ entity, history, may: powersOf(entity, actor.permissions) }));
    })
    .get(
      '/ontology/data/:id/relations',
      explorer,
      query(relationsQuery),
      async ({ id, actor, filter }) => {
        if (!isId(id)) throw missing(texts.entity.missing);
        const found = await readRelations(
          db,
          { ...filter, id },
          hiddenTypes(actor.permissions),
          relationsOfPage,
        );
        if (found === undefined) throw missing(texts.entity.missing);
        const isFirst = filter.after === undefined;
        return page(
          relationsPage(found, {
            ...filter,
            size: relationsOfPage,
            isFirst,
            may: powersOf(found, actor.permissions),
          }),
        );
      },
    )
    .with(editingRoutes(services));
};
