import type { Migration } from '#app/db/migration.ts';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';

/**
 * Checksums of migrations by `<id>_<name>`, oldest first, as in `app/db/migrations/checksums.json`.
 */
export type Checksums = Readonly<Record<string, string>>;

/** A state of the repository, as far as a note needs it. */
export interface Revision {
  /** Its display name: a version, or the start of a commit id. */
  readonly label: string;
  /** The output of `npm run synth`. */
  readonly files: readonly { readonly path: string; readonly objects: readonly Manifest[] }[];
  readonly checksums: Checksums;
}

/** A version tag `v*` contained in the revision under review. */
export interface Release {
  /** `1.4.0` of `v1.4.0`. */
  readonly version: string;
  readonly checksums: Checksums;
  /** Commits of the revision under review that it lacks. */
  readonly commitsBehind: number;
}

/** Inputs of a note. */
export interface Comparison {
  readonly base: Revision;
  readonly head: Revision;
  /** Every migration of `head` with its statements. */
  readonly migrations: readonly Migration[];
  /** Newest first. */
  readonly releases: readonly Release[];
  /** Notes on how it was created, for readers. */
  readonly remarks: readonly string[];
}

/** An environment, according to its resource among the manifests. */
export interface EnvironmentFacts {
  readonly name: string;
  readonly stage: string;
  readonly image: string;
  /** Its migration policy, from the file and the defaults. */
  readonly migrations: Migrations;
  /** Whether the operator has a place for backups. */
  readonly keepsBackups: boolean;
}

export interface Migrations {
  readonly approval?: string;
  readonly allowDestructive?: boolean;
  readonly backup?: string;
  readonly approvedPlan?: string;
  readonly backedUpPlan?: string;
}

/** The environments of a revision, ordered by stage. */
export function environmentsOf({ files }: Revision): EnvironmentFacts[] {
  const resources = files
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'AhltEnvironment');
  const facts = resources.map(({ metadata, spec }) => {
    const {
      stage,
      image,
      migrations = {},
      backups,
    } = spec as { stage: string; image: string; migrations?: Migrations; backups?: object };
    return { name: metadata.name, stage, image, migrations, keepsBackups: backups !== undefined };
  });
  return facts.toSorted((a, b) => rank(a.stage) - rank(b.stage) || (a.name < b.name ? -1 : 1));
}

const rank = (stage: string): number => ['dev', 'staging', 'prod'].indexOf(stage);
