import { download, json, missing, page, withHeaders } from '../http/answers.ts';
import { query } from '../http/parsers.ts';
import { may } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { type Stores, sourceHeader } from '../relation-reads/index.ts';
import { mapPage } from './pages.tsx';
import { pictureOf } from './picture.tsx';
import { graphJson, queryOf } from './present.ts';
import { readMap } from './queries.ts';
import { type MapFields, mapQuery } from './schema.ts';
import { selected } from './selection.ts';
import { texts } from './texts.ts';

/** The map of all active committees and what they pass on (spec governance-map#data). */
export const governanceMapRoutes = (stores: Stores): Routes => {
  const read = async (fields: MapFields) => {
    const { map, source } = await readMap(stores);
    const asked = queryOf(fields);
    const isKnown = map.committees.some(({ id }) => id === asked.focus);
    if (asked.focus !== undefined && !isKnown) throw missing(texts.missing);
    return {
      map,
      query: asked,
      selection: selected(map, asked),
      headers: { [sourceHeader]: source },
    };
  };
  return routes()
    .get('/governance/map', may('tor.list'), query(mapQuery), async ({ filter }) => {
      const { headers, ...shown } = await read(filter);
      return withHeaders(page(mapPage(shown)), headers);
    })
    .get('/governance/map.svg', may('tor.list'), query(mapQuery), async ({ filter }) => {
      const { query: asked, selection, headers } = await read(filter);
      const body = pictureOf(selection, asked);
      return withHeaders(download({ body, type: 'image/svg+xml' }), headers);
    })
    .get('/api/governance/graph', may('tor.list'), async () => {
      const { map, source } = await readMap(stores);
      return withHeaders(json(graphJson(map)), { [sourceHeader]: source });
    });
};
