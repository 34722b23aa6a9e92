import { ComposeFault } from './fault.ts';

/**
 * Prints one line of the list: the step with its result and duration.
 * @param optional a failure is reported, and the next steps run
 */
export async function step(
  name: string,
  work: () => Promise<string>,
  { optional = false } = {},
): Promise<void> {
  const started = performance.now();
  const line = (mark: string, text: string) =>
    console.log(
      ` ${mark} ${name.padEnd(15)} ${text.padEnd(64)} ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s`,
    );
  try {
    line('✓', await work());
  } catch (error) {
    const [first = '', ...more] = (error instanceof Error ? error.message : String(error)).split(
      '\n',
    );
    line(optional ? '–' : '✗', first);
    if (!optional)
      throw new ComposeFault('', error instanceof ComposeFault ? error.advice : more, {
        cause: error,
      });
  }
}
