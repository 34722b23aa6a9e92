import { KindFault } from './fault.ts';

/** Limits of a step: its timeout, and how to diagnose a timeout or failure. */
export interface StepLimits {
  readonly seconds: number;
  readonly diagnose?: () => Promise<readonly string[]>;
}

/**
 * Prints one line of the list: result and duration. A step that fails or times out prints a
 * diagnosis.
 * @throws KindFault
 */
export async function step(
  name: string,
  { seconds, diagnose }: StepLimits,
  work: () => Promise<string>,
): Promise<void> {
  const started = performance.now();
  const line = (mark: string, text: string) =>
    console.log(
      ` ${mark} ${name.padEnd(15)} ${text.padEnd(64)} ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s`,
    );
  const timer = Promise.withResolvers<never>();
  const timeout = setTimeout(
    () => timer.reject(new KindFault(`not finished after ${seconds} s`)),
    seconds * 1000,
  );
  try {
    line('✓', await Promise.race([work(), timer.promise]));
  } catch (error) {
    const [first = '', ...more] = (error instanceof Error ? error.message : String(error)).split(
      '\n',
    );
    line('✗', first);
    const advice = error instanceof KindFault ? error.advice : more;
    throw new KindFault('', [...advice, ...((await diagnose?.()) ?? [])], { cause: error });
  } finally {
    clearTimeout(timeout);
  }
}
