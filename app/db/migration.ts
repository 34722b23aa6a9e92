/**
 * One step of the schema. Once released it never changes: `checksums.json` holds what was released,
 * a test compares.
 */
export interface Migration {
  /** Four digits, counting up without gaps: `0001`. */
  readonly id: string;
  /** What it brings, snake_case; with the id it is the file's name. */
  readonly name: string;
  /**
   * Plain SQL, one statement each, in the order in which they run. One about the role that serves,
   * `"<runtime>"`, is left out in a database that has no such role.
   */
  readonly statements: readonly string[];
  /**
   * Set when a statement refuses to run inside a transaction (`create index concurrently`). Each
   * statement then commits by itself, so each must be safe to run again: written with `if not
   * exists` or `if exists`.
   */
  readonly outsideTransaction?: true;
}
