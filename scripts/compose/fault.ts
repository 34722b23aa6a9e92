/** Something that a person can repair: what happened, and below it what to do. */
export class ComposeFault extends Error {
  override name = 'ComposeFault';
  readonly advice: readonly string[];

  constructor(message: string, advice: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }
}
