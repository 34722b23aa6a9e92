import type { Checksums, Comparison, EnvironmentFacts, Release, Revision } from './revision.ts';

/** The version that an environment runs, before or after the change. */
export interface Running {
  /** Version, or the start of a commit id. */
  readonly label: string;
  /** Its migrations; undefined if no tag tells which commit it was built from. */
  readonly checksums: Checksums | undefined;
}

export interface Transition {
  readonly before: Running | undefined;
  readonly after: Running;
}

/**
 * What an environment runs without and with the change
 * (docs/decisions/040-production-follows-its-file.md). The pipeline deploys commits to dev and
 * staging, unless the change itself names another image for them. prod runs the version in its
 * file; one that the change introduces is built from it.
 */
export function transition(
  before: EnvironmentFacts | undefined,
  after: EnvironmentFacts,
  comparison: Comparison,
): Transition {
  const { base, head, releases } = comparison;
  const named = before !== undefined && before.image !== after.image;
  if (after.stage !== 'prod' && !named)
    return { before: before && commit(base), after: commit(head) };
  const now = byVersion(after, releases);
  return {
    before: before && byVersion(before, releases),
    after:
      now.checksums === undefined && (named || before === undefined)
        ? { ...now, checksums: head.checksums }
        : now,
  };
}

const commit = ({ label, checksums }: Revision): Running => ({ label, checksums });

function byVersion({ image }: EnvironmentFacts, releases: readonly Release[]): Running {
  const version = versionIn(image);
  return {
    label: version,
    checksums: releases.find((release) => release.version === version)?.checksums,
  };
}

/** The version in an image reference: its tag, otherwise the first twelve digits of its digest. */
function versionIn(image: string): string {
  const [reference = image, digest] = image.split('@');
  return (
    /:([\w][\w.-]*)$/.exec(reference)?.[1] ?? digest?.replace('sha256:', '').slice(0, 12) ?? image
  );
}
