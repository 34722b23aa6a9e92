/** Someone who asked for the floor. */
export interface Speaker {
  readonly id: string;
  readonly userId: string;
  readonly user: string;
  /** ISO 8601; `null` while waiting. */
  readonly beganAt: string | null;
}
