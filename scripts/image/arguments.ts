/** What one build of the image depends on, apart from its sources. */
export interface ImageBuild {
  readonly tag: string;
  readonly version: string;
  readonly commit: string;
  /** Seconds since 1970 at which the commit was made. */
  readonly epoch: string;
  /** Another base than the Dockerfile names, e.g. a company's mirror; empty values are ignored. */
  readonly bases: {
    readonly NODE_IMAGE?: string | undefined;
    readonly NODE_DIGEST?: string | undefined;
    readonly BASE_IMAGE?: string | undefined;
  };
  readonly cache: boolean;
}

/** Arguments of `docker` that build the image. */
export function imageArguments({
  tag,
  version,
  commit,
  epoch,
  bases,
  cache,
}: ImageBuild): string[] {
  return [
    'build',
    // Nothing is shown of a build that succeeds; of one that fails, the last lines are.
    '--progress=plain',
    ...(cache ? [] : ['--no-cache']),
    '--tag',
    tag,
    ...buildArguments({ VERSION: version, COMMIT: commit, COMMIT_TIME: epoch, ...bases }),
    '.',
  ];
}

/**
 * Arguments that write what a build leaves beside the image: the bill of materials and the source
 * maps.
 */
export function outputArguments({ commit, epoch, bases }: ImageBuild, folder: string): string[] {
  return [
    'build',
    '--progress=plain',
    '--target',
    'output',
    '--output',
    `type=local,dest=${folder}`,
    ...buildArguments({ COMMIT: commit, COMMIT_TIME: epoch, ...bases }),
    '.',
  ];
}

function buildArguments(values: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : ['--build-arg', `${name}=${value}`],
  );
}

/** The default base image of the Dockerfile. */
export interface StandardBase {
  readonly image: string;
  readonly digest: string;
}

/** Reads it from the Dockerfile, where it is named. */
export const standardBase = (dockerfile: string): StandardBase => ({
  image: /^ARG NODE_IMAGE=(\S+)$/m.exec(dockerfile)?.[1] ?? '',
  digest: /^ARG NODE_DIGEST=(\S+)$/m.exec(dockerfile)?.[1] ?? '',
});

/**
 * The base that an image stands on, as the Dockerfile puts it together; an empty digest is none.
 */
export function baseOf(
  { BASE_IMAGE, ...bases }: ImageBuild['bases'],
  standard: StandardBase,
): string {
  return BASE_IMAGE || buildBaseOf(bases, standard);
}

/** What the build itself runs on. */
export function buildBaseOf(
  { NODE_IMAGE, NODE_DIGEST }: ImageBuild['bases'],
  { image, digest }: StandardBase,
): string {
  const held = NODE_DIGEST ?? digest;
  return `${NODE_IMAGE || image}${held === '' ? '' : `@${held}`}`;
}
