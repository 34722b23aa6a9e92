/** An id as responses have it; `null` if there is none. */
export const numberOf = (id: string | undefined | null): number | null => (id ? Number(id) : null);

/** The members that a change names, to be spread over the current ones. */
export const given = <Change extends object>(change: Change) =>
  change as { [Key in keyof Change]?: Exclude<Change[Key], undefined> };
