/** A subscription as shown to its owner, without the secret. */
export interface Feed {
  readonly id: string;
  /** `null`: the committees in which the owner holds a position. */
  readonly committee: string | null;
  /** The last four characters of the secret. */
  readonly ending: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}
