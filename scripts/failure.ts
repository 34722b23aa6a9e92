/**
 * How a command of the Makefile ends that failed: the reason in one line, and indented below it
 * details and the next step.
 */
export function failure(message: string, advice: readonly string[] = []): string {
  const [reason = '', ...more] = message.split('\n');
  const details = [...more, ...advice].join('\n').replace(/^(?=.)/gm, '   ');
  return `${reason === '' ? '' : ` ✗ ${reason}\n`}${details === '' ? '' : `\n${details}\n`}`;
}
