/** A problem that the user can fix: what happened, followed by what to do. */
export class ComposeFault extends Error {
  override name = 'ComposeFault';
  readonly advice: readonly string[];

  constructor(message: string, advice: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }
}
