import type { Migration } from '#app/db/migration.ts';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';

/**
 * Checksums of migrations by `<id>_<name>`, oldest first, as `app/db/migrations/checksums.json`
 * holds them.
 */
export type Checksums = Readonly<Record<string, string>>;

/** A state of the repository, as far as a note is about it. */
export interface Revision {
  /** What people call it: a version, or the beginning of a commit. */
  readonly label: string;
  /** Everything that `npm run synth` writes. */
  readonly files: readonly { readonly path: string; readonly objects: readonly Manifest[] }[];
  readonly checksums: Checksums;
}

/** A version tag `v*` that the revision under review contains. */
export interface Release {
  /** `1.4.0` of `v1.4.0`. */
  readonly version: string;
  readonly checksums: Checksums;
  /** Commits of the revision under review that it lacks. */
  readonly commitsBehind: number;
}

/** What a note is made from. */
export interface Comparison {
  readonly base: Revision;
  readonly head: Revision;
  /** Every migration of `head` with its statements. */
  readonly migrations: readonly Migration[];
  /** Newest first. */
  readonly releases: readonly Release[];
  /** What readers have to know about how it was made. */
  readonly remarks: readonly string[];
}

/** An environment, as its resource among the manifests says. */
export interface EnvironmentFacts {
  readonly name: string;
  readonly stage: string;
  readonly image: string;
  /** How its schema moves forward, as far as the file and the defaults say. */
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

/** The environments of a revision, in the order of their folders' stages. */
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
