/** Whether `parseArgs` of Node refused an option, which its message names. */
export const isOptionError = (error: unknown): error is TypeError =>
  error instanceof TypeError && 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS_');

/**
 * Output of a failed command of the Makefile: the reason in one line, with details and the next
 * step indented below.
 */
export function failure(message: string, advice: readonly string[] = []): string {
  const [reason = '', ...more] = message.split('\n');
  const details = [...more, ...advice].join('\n').replace(/^(?=.)/gm, '   ');
  return `${reason === '' ? '' : ` ✗ ${reason}\n`}${details === '' ? '' : `\n${details}\n`}`;
}
