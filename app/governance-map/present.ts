import type { Committee, GovernanceMap } from './map.ts';
import { type MapFields, withoutOrganization } from './schema.ts';
import type { MapQuery } from './selection.ts';
import { texts } from './texts.ts';

/** The query of the fields in an address. */
export const queryOf = ({ kind, blocking, organization, focus }: MapFields): MapQuery => ({
  ...{ kind, focus, blocking: blocking === 'true' },
  organization: organization === withoutOrganization ? '' : organization,
});

/** The address of the map, or of its picture, with other filters. */
export function addressOf(path: string, { kind, blocking, organization, focus }: MapQuery): string {
  const fields = new URLSearchParams({
    ...(kind === undefined ? {} : { kind }),
    ...(blocking ? { blocking: 'true' } : {}),
    ...(organization === undefined ? {} : { organization: organization || withoutOrganization }),
    ...(focus === undefined ? {} : { focus }),
  });
  return fields.size === 0 ? path : `${path}?${fields}`;
}

const wordFor = (words: Readonly<Record<string, string>>, key: string): string =>
  Object.hasOwn(words, key) ? (words[key] ?? key) : key;

/** When a committee meets, short: "Weekly · Tue · 10:00". */
export const meetsIn = ({ cadence, weekday, time, status }: Committee): string =>
  status === 'draft'
    ? texts.draft
    : [
        wordFor(texts.cadences, cadence || 'ad-hoc'),
        ...(weekday === '' ? [] : [wordFor(texts.days, weekday.toLowerCase())]),
        ...(time === '' || cadence === '' || cadence === 'ad-hoc' ? [] : [time]),
      ].join(' · ');

/** Characters of a label that a node has room for. */
const longest = 22;

export const shortened = (label: string): string => {
  const characters = [...label];
  return characters.length <= longest ? label : `${characters.slice(0, longest - 1).join('')}…`;
};

/** The graph for programs (spec governance-map#json). */
export const graphJson = ({ committees, dependencies }: GovernanceMap) => ({
  nodes: committees.map(({ id, name, label, cadence, weekday, time, status }) => ({
    ...{ id: Number(id), name, label, cadence },
    ...{ cadence_day: weekday, cadence_time: time, status },
  })),
  edges: dependencies.map((each) => ({
    ...{ source: Number(each.source), target: Number(each.target), relation_type: each.kind },
    ...{ is_blocking: each.isBlocking, output_types: each.outputs },
    ...{ relation_id: Number(each.id), description: each.description },
  })),
});
