/**
 * Finds the folder that a process runs in for an image reference; undefined when there is no such
 * image.
 */
export type FindImage = (reference: string) => string | undefined;
