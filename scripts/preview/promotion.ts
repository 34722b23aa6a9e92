import type { Section } from './note.ts';
import { type Comparison, environmentsOf, type Release } from './revision.ts';
import { type SqlPlan, sqlLines, sqlPlan } from './sql.ts';
import { transition } from './versions.ts';
import { counted } from './words.ts';

/** How far prod is behind staging after the change. */
export interface Lag {
  readonly prod: string;
  readonly staging: string;
  /** `2 versions`, `3 commits`; undefined if no version tag tells where prod is. */
  readonly distance: string | undefined;
  /** The SQL that would run in prod on a promotion; undefined for the same reason. */
  readonly sql: SqlPlan | undefined;
}

/** undefined if prod runs the same, or if one of the two does not exist. */
export async function lagOf(comparison: Comparison): Promise<Lag | undefined> {
  const [before, after] = [environmentsOf(comparison.base), environmentsOf(comparison.head)];
  const running = (stage: string) => {
    const facts = after.find((environment) => environment.stage === stage);
    return (
      facts &&
      transition(
        before.find(({ name }) => name === facts.name),
        facts,
        comparison,
      ).after
    );
  };
  const staging = running('staging');
  const prod = running('prod');
  // A version introduced by the change will be built from it.
  if (
    !staging ||
    !prod ||
    staging.label === prod.label ||
    prod.checksums === comparison.head.checksums
  )
    return undefined;
  const sql =
    staging.checksums &&
    prod.checksums &&
    (await sqlPlan(prod.checksums, staging.checksums, comparison.migrations));
  const distance = distanceBetween(prod.label, staging.label, comparison.releases);
  return distance === 'ahead'
    ? undefined
    : { prod: prod.label, staging: staging.label, distance, sql };
}

/**
 * The same as a section, with the SQL of the promotion.
 * @param shown hashes of plans that the note already shows
 */
export function lagSection(
  { prod, staging, distance, sql }: Lag,
  shown: ReadonlySet<string>,
): Section {
  const title = `prod behind staging: ${distance ?? 'unknown distance'}${sql ? `, ${sqlInWords(sql)}` : ''}`;
  const place = `staging runs ${staging}, prod runs ${prod}${distance === undefined ? `, which has no version tag` : ''}`;
  if (sql === undefined || sql.pending.length === 0) return { title, lines: [place], blocks: [] };
  return {
    title,
    lines: [
      place,
      ...(shown.has(sql.hash) ? [`the same SQL as above: plan ${sql.hash}`] : sqlLines(sql)),
    ],
    blocks: [],
  };
}

const sqlInWords = ({ pending, grade }: SqlPlan): string =>
  pending.length === 0 ? 'no SQL' : `${counted(pending.length, 'migration')}, ${grade}`;

function distanceBetween(
  prod: string,
  staging: string,
  releases: readonly Release[],
): string | 'ahead' | undefined {
  const from = releases.findIndex(({ version }) => version === prod);
  const to = releases.findIndex(({ version }) => version === staging);
  const release = releases[from];
  if (!release) return undefined;
  if (to > from) return 'ahead';
  if (to >= 0) return counted(from - to, 'version');
  const commits = counted(release.commitsBehind, 'commit');
  if (release.commitsBehind === 0) return 'ahead';
  return from === 0 ? commits : `${counted(from, 'version')} and ${commits}`;
}
