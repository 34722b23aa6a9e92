/**
 * Files that name the images of GitLab, its runner and the pipeline's jobs;
 * environments/cluster.yaml names those of the cluster.
 */
export const imageFiles = ['.gitlab-ci.yml', 'gitlab/compose.yaml'] as const;

/** What the pipeline calls its project's own part of the registry. */
export const ownRegistry = '$CI_REGISTRY_IMAGE';

/** An image of a public registry, or of the project's own, as a file names it. */
export interface NamedImage {
  /** With registry and tag: `docker.io/library/node:24.21.0-bookworm-slim`. */
  readonly name: string;
  /** `sha256:…`, when the file holds the image to one content. */
  readonly digest: string | undefined;
}

const reference =
  /(?<![\w.])((?:(?:docker|ghcr|quay)\.io|\$CI_REGISTRY_IMAGE)\/[\w./-]+:[\w][\w.-]*)(?:@(sha256:[0-9a-f]{64}))?/g;

/** Every image that a text names, each once, in its order. */
export function imagesIn(text: string): NamedImage[] {
  const found = [...text.matchAll(reference)].map(([, name = '', digest]): [string, NamedImage] => [
    name,
    { name, digest },
  ]);
  return [...new Map(found).values()];
}

/** The text with the digests that are known by the images' names; others stay as they are. */
export const withDigests = (text: string, digests: ReadonlyMap<string, string>): string =>
  text.replaceAll(reference, (whole, name: string) => {
    const digest = digests.get(name);
    return digest === undefined ? whole : `${name}@${digest}`;
  });
