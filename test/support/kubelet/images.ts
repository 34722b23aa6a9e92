/** Returns the folder of an image reference; undefined if there is no such image. */
export type FindImage = (reference: string) => string | undefined;
