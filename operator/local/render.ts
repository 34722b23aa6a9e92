import type { Step, StepList } from './steps.ts';
import { duration, wrapped } from './words.ts';

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'cyan';

/** How a piece of text gets its colour; the identity where there is none. */
export type Paint = (style: Style, text: string) => string;

/** What the lines depend on besides the steps. */
export interface Canvas {
  readonly paint: Paint;
  /** Columns of the terminal; Infinity where lines may be of any length. */
  readonly width: number;
  /** Milliseconds since the epoch; gives the running step its elapsed time and its spinner. */
  readonly now: number;
}

const textColumn = 22;
const durationColumn = 85;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** The first line. */
export function renderTitle(environment: string, { paint }: Pick<Canvas, 'paint'>): readonly string[] {
  return [`${paint('bold', 'ahlt')} · local environment "${environment}"`, ''];
}

/** The whole list, one step after the other; long texts continue below themselves. */
export function renderSteps(steps: StepList, canvas: Canvas): readonly string[] {
  return steps.flatMap((step) => renderStep(step, canvas));
}

/** One step: mark, name, what came of it, and the time it took from 0.1 s on (while it runs: from 1 s on). */
export function renderStep(step: Step, canvas: Canvas): readonly string[] {
  const { paint, width } = canvas;
  const name = step.name.padEnd(textColumn - 3);
  if (step.state === 'pending') return [`   ${paint('dim', step.name)}`];

  const time = elapsed(step, canvas.now);
  // The last column stays empty: a terminal that is filled to its edge wraps by itself.
  const room = Math.max(16, width - textColumn - 1);
  const [first = '', ...more] = wrapped(step.text, time === '' ? room : room - time.length - 2);
  const timeColumn = Math.max(first.length + 2, Math.min(durationColumn - textColumn, room - time.length));
  const line = time === '' ? first : first.padEnd(timeColumn) + paint('dim', time);
  return [` ${mark(step, canvas)} ${name}${line}`.trimEnd(), ...more.map((text) => ' '.repeat(textColumn) + text)];
}

/** Where the app is and how to get in. The one-time password is there only on the run that made it. */
export function renderReady(
  ready: { readonly url: string; readonly user?: string; readonly password?: string; readonly notes?: readonly string[] },
  { paint }: Pick<Canvas, 'paint'>,
): readonly string[] {
  const column = Math.max(32, ready.url.length + 5);
  const signIn = ready.user === undefined ? '' : `sign in as  ${paint('bold', ready.user)}`;
  const password = `one-time password  ${paint('bold', ready.password ?? '')}   (shown once)`;
  return [
    '',
    `   ${paint('cyan', ready.url)}${' '.repeat(column - 3 - ready.url.length)}${signIn}`.trimEnd(),
    ...(ready.password === undefined ? [] : [' '.repeat(column) + password]),
    '',
    ...(ready.notes ?? []).map((note) => `   ${note}`),
    '   Ctrl-C stops it; the data stays.  npm start -- --demo adds demo data;  --fresh begins again.',
  ];
}

/** What stands under the list when something went wrong: why, what is safe, what to do next. */
export function renderAdvice(lines: readonly string[], { width }: Pick<Canvas, 'width'>): readonly string[] {
  return lines.flatMap((line) => (line === '' ? [''] : wrapped(line, Math.max(20, width - 4)).map((part) => `   ${part}`)));
}

function mark(step: Step, { paint, now }: Canvas): string {
  switch (step.state) {
    case 'done':
      return paint('green', '✓');
    case 'failed':
      return paint('red', '✗');
    case 'running':
      return paint('cyan', spinner[Math.floor(now / 100) % spinner.length] ?? ' ');
    default:
      return paint('dim', '–');
  }
}

function elapsed(step: Step, now: number): string {
  if (step.state === 'running') {
    const since = now - (step.startedAt ?? now);
    return since < 1000 ? '' : duration(since);
  }
  return (step.milliseconds ?? 0) < 100 || step.state === 'skipped' ? '' : duration(step.milliseconds ?? 0);
}
