/** Inputs of an image build, apart from its sources. */
export interface ImageBuild {
  readonly tag: string;
  readonly version: string;
  readonly commit: string;
  /** Commit time in seconds since 1970. */
  readonly epoch: string;
  /** Replaces the base in the Dockerfile, e.g. by a company's mirror; empty values are ignored. */
  readonly bases: {
    readonly NODE_IMAGE?: string | undefined;
    readonly NODE_DIGEST?: string | undefined;
    readonly BASE_IMAGE?: string | undefined;
  };
  /** A folder of `languages/`; English without one. */
  readonly language?: string | undefined;
  readonly cache: boolean;
}

/** Arguments of `docker` that build the image. */
export function imageArguments({
  tag,
  version,
  commit,
  epoch,
  bases,
  language,
  cache,
}: ImageBuild): string[] {
  return [
    'build',
    // A successful build prints nothing; a failed one its last lines.
    '--progress=plain',
    ...(cache ? [] : ['--no-cache']),
    '--tag',
    tag,
    ...buildArguments({ VERSION: version, ...sourcesOf({ commit, epoch, bases, language }) }),
    '.',
  ];
}

/** Arguments that write the other results of a build: the bill of materials and the source maps. */
export function outputArguments(build: ImageBuild, folder: string): string[] {
  return [
    'build',
    '--progress=plain',
    '--target',
    'output',
    '--output',
    `type=local,dest=${folder}`,
    ...buildArguments(sourcesOf(build)),
    '.',
  ];
}

/** The inputs of the programs' contents, so that a second build of them finds the first. */
const sourcesOf = ({
  commit,
  epoch,
  bases,
  language,
}: Pick<ImageBuild, 'commit' | 'epoch' | 'bases' | 'language'>) => ({
  COMMIT: commit,
  COMMIT_TIME: epoch,
  ...bases,
  AHLT_LANGUAGE: language || undefined,
});

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

/** Reads it from the Dockerfile. */
export const standardBase = (dockerfile: string): StandardBase => ({
  image: /^ARG NODE_IMAGE=(\S+)$/m.exec(dockerfile)?.[1] ?? '',
  digest: /^ARG NODE_DIGEST=(\S+)$/m.exec(dockerfile)?.[1] ?? '',
});

/** The base of an image, as assembled by the Dockerfile; an empty digest means none. */
export function baseOf(
  { BASE_IMAGE, ...bases }: ImageBuild['bases'],
  standard: StandardBase,
): string {
  return BASE_IMAGE || buildBaseOf(bases, standard);
}

/** Image that the build itself runs on. */
export function buildBaseOf(
  { NODE_IMAGE, NODE_DIGEST }: ImageBuild['bases'],
  { image, digest }: StandardBase,
): string {
  const held = NODE_DIGEST ?? digest;
  return `${NODE_IMAGE || image}${held === '' ? '' : `@${held}`}`;
}
