import { KindFault } from './fault.ts';

/**
 * What a step needs: how long it may take, and how to find out what is wrong when it takes longer
 * or fails.
 */
export interface StepLimits {
  readonly seconds: number;
  readonly diagnose?: () => Promise<readonly string[]>;
}

/**
 * One line of the list: what came of it and its seconds. A step that fails or takes too long says
 * what is wrong.
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
