/** Terms of Reference as a decision adopted them. */
export interface AdoptedVersion {
  /** Counts the versions of a committee from 1. */
  readonly number: number;
  /** Name of the committee at that time. */
  readonly label: string;
  readonly properties: Readonly<Record<string, string>>;
  /** First day on which it is in force, YYYY-MM-DD. */
  readonly adoptedOn: string;
  /** The decision that adopted it. */
  readonly decision: string;
  readonly adoptedAt: Date;
  /** Display name of the user who recorded it. */
  readonly adoptedBy: string;
}

/** The text of a version, or of the draft beside it. */
export type TorText = Pick<AdoptedVersion, 'label' | 'properties'>;
