import { download, json, missing, page } from '../http/answers.ts';
import { query } from '../http/parsers.ts';
import { may } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { Services } from '../services.ts';
import { mapPage } from './pages.tsx';
import { pictureOf } from './picture.tsx';
import { graphJson, queryOf } from './present.ts';
import { readMap } from './queries.ts';
import { type MapFields, mapQuery } from './schema.ts';
import { selected } from './selection.ts';
import { texts } from './texts.ts';

/** The map of all active committees and what they pass on (spec governance-map#data). */
export const governanceMapRoutes = ({ db }: Pick<Services, 'db'>): Routes => {
  const read = async (fields: MapFields) => {
    const map = await readMap(db);
    const asked = queryOf(fields);
    const isKnown = map.committees.some(({ id }) => id === asked.focus);
    if (asked.focus !== undefined && !isKnown) throw missing(texts.missing);
    return { map, query: asked, selection: selected(map, asked) };
  };
  return routes()
    .get('/governance/map', may('tor.list'), query(mapQuery), async ({ filter }) =>
      page(mapPage(await read(filter))),
    )
    .get('/governance/map.svg', may('tor.list'), query(mapQuery), async ({ filter }) => {
      const { query: asked, selection } = await read(filter);
      return download({ body: pictureOf(selection, asked), type: 'image/svg+xml' });
    })
    .get('/api/governance/graph', may('tor.list'), async () => json(graphJson(await readMap(db))));
};
