import { sql } from 'kysely';
import { z } from 'zod';
import {
  type AdoptedVersion,
  findVersion,
  readVersions,
  versionColumns,
  versionOn,
} from '../adopted-versions/index.ts';
import { may, within } from '../http/policy.ts';
import type { Services } from '../services.ts';
import { listResult } from './list.ts';
import { type Operation, operation, type Result } from './operation.ts';
import { existing } from './outcome.ts';
import { day, listOf, moment, pageQuery } from './schema.ts';
import { texts } from './texts.ts';
import { torFields, torText } from './tors-schema.ts';

const words = texts.members;

const line = {
  number: z.int().min(1),
  label: z.string(),
  adopted_on: z.string().meta({ format: 'date', description: words.adoptedOn }),
  decision: z.string(),
  adopted_at: moment(),
  adopted_by: z.string(),
};
const version = z.object({ ...line, text: torText }).meta({ id: 'AdoptedVersion' });
const versionLine = z.object(line).meta({ id: 'AdoptedVersionLine' });

const lineOf = (found: AdoptedVersion) => ({
  ...{ number: found.number, label: found.label, adopted_on: found.adoptedOn },
  decision: found.decision,
  ...{ adopted_at: found.adoptedAt.toISOString(), adopted_by: found.adoptedBy },
});

const shown = (found: AdoptedVersion | undefined): Result => {
  const one = existing(found);
  return { body: { ...lineOf(one), text: torFields(one.properties) } };
};

const largestNumber = 2_147_483_647;

/** Adopted Terms of Reference, which never change (spec api#adopted-versions). */
export function versionOperations({ db }: Services): readonly Operation[] {
  const reads = within(may('tor.list'));
  return [
    operation({
      ...{ id: 'listTorVersions', method: 'get', path: '/tors/:id/versions' },
      ...{ policy: reads, query: z.object(pageQuery), reply: listOf(versionLine) },
      run: async ({ id, filter }) => {
        const list = {
          ...{ select: versionColumns, from: sql`tor_versions v` },
          ...{ where: sql`v.tor_id = ${id}`, order: [sql`v.number`], falls: true },
        };
        return listResult(db, list, filter, lineOf);
      },
    }),
    operation({
      ...{ id: 'getTorVersionOn', method: 'get', path: '/tors/:id/versions/on' },
      ...{ policy: reads, reply: version },
      query: z.object({
        day: day('2026-03-01').optional().meta({ description: words.dayOfText }),
      }),
      run: async ({ id, filter, now }) => {
        const { today, versions: all } = await readVersions(db, id, now);
        return shown(versionOn(all, filter.day ?? today));
      },
    }),
    operation({
      ...{ id: 'getTorVersion', method: 'get', path: '/tors/:id/versions/:number' },
      ...{ policy: reads, reply: version },
      run: async ({ id, number }) =>
        shown(
          Number(number) > largestNumber ? undefined : await findVersion(db, id, Number(number)),
        ),
    }),
  ];
}
