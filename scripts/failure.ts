/**
 * Output of a failed command of the Makefile: the reason in one line, with details and the next
 * step indented below.
 */
export function failure(message: string, advice: readonly string[] = []): string {
  const [reason = '', ...more] = message.split('\n');
  const details = [...more, ...advice].join('\n').replace(/^(?=.)/gm, '   ');
  return `${reason === '' ? '' : ` ✗ ${reason}\n`}${details === '' ? '' : `\n${details}\n`}`;
}
