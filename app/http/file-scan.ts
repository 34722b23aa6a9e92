/**
 * Finds something harmful in a file that a user sent: what it is, or `undefined`. Off unless it is
 * configured (`Services.scanFile`).
 */
export type ScanFile = (file: {
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
}) => Promise<string | undefined>;
