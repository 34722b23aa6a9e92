/** Ids of the parents in a path, in the order of the declaration. */
export type PathIds = readonly string[];
