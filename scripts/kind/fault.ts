/** Something that a person can repair: what happened, and below it what is known about it. */
export class KindFault extends Error {
  override name = 'KindFault';
  readonly advice: readonly string[];

  constructor(message: string, advice: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }
}
