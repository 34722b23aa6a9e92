/** A problem that the user can fix: what happened, with details below. */
export class KindFault extends Error {
  override name = 'KindFault';
  readonly advice: readonly string[];

  constructor(message: string, advice: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }
}
