// Imported before a program (`node --import`), it shifts the machine's time of day by SKEW_MS
// milliseconds.
const skewMs = Number(process.env['SKEW_MS']);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...given: readonly unknown[]) {
    super(
      ...((given.length === 0 ? [RealDate.now() + skewMs] : given) as ConstructorParameters<
        typeof RealDate
      >),
    );
  }

  static override now(): number {
    return RealDate.now() + skewMs;
  }
} as unknown as DateConstructor;
