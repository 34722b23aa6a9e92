/**
 * One step of the schema. Once released, it never changes: `checksums.json` lists released
 * migrations, and a test compares.
 */
export interface Migration {
  /** Four digits, consecutive: `0001`. */
  readonly id: string;
  /** Subject in snake_case; id and name form the file name. */
  readonly name: string;
  /**
   * Plain SQL, one statement each, in execution order. A statement about the runtime role,
   * `"<runtime>"`, is skipped in a database without one.
   */
  readonly statements: readonly string[];
  /**
   * Set if a statement cannot run in a transaction (`create index concurrently`). Each statement
   * then commits separately and must be repeatable: use `if not exists` or `if exists`.
   */
  readonly outsideTransaction?: true;
}
