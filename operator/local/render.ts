import type { Step, StepList } from './steps.ts';
import { duration, wrapped } from './words.ts';

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'cyan';

/** Applies a style to a text; the identity without colors. */
export type Paint = (style: Style, text: string) => string;

/** The terminal that the steps are drawn for. */
export interface Canvas {
  readonly paint: Paint;
  /** Columns of the terminal; Infinity for unlimited lines. */
  readonly width: number;
  /** Milliseconds since the epoch, for the running step's elapsed time and spinner. */
  readonly now: number;
}

const textColumn = 22;
const durationColumn = 85;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** The first line. */
export function renderTitle(
  environment: string,
  { paint }: Pick<Canvas, 'paint'>,
): readonly string[] {
  return [`${paint('bold', 'ahlt')} · local environment "${environment}"`, ''];
}

/** The whole list, one step after the other; long texts continue on indented lines. */
export function renderSteps(steps: StepList, canvas: Canvas): readonly string[] {
  return steps.flatMap((step) => renderStep(step, canvas));
}

/** One step: mark, name, result, and its duration if at least 0.1 s (while running: 1 s). */
export function renderStep(step: Step, canvas: Canvas): readonly string[] {
  const { paint, width } = canvas;
  const name = step.name.padEnd(textColumn - 3);
  if (step.state === 'pending') return [`   ${paint('dim', step.name)}`];

  const time = elapsed(step, canvas.now);
  // The last column stays empty, because a full line wraps by itself.
  const room = Math.max(16, width - textColumn - 1);
  const [first = '', ...more] = wrapped(step.text, time === '' ? room : room - time.length - 2);
  const timeColumn = Math.max(
    first.length + 2,
    Math.min(durationColumn - textColumn, room - time.length),
  );
  const line = time === '' ? first : first.padEnd(timeColumn) + paint('dim', time);
  return [
    ` ${mark(step, canvas)} ${name}${line}`.trimEnd(),
    ...more.map((text) => ' '.repeat(textColumn) + text),
  ];
}

/** Content of the final message. */
export interface Ready {
  readonly url: string;
  /** Unset if the database has no users. */
  readonly user?: string;
  /** Set only on the run that generated it. */
  readonly password?: string;
  readonly demoPassword?: string;
  /** Further options of `npm start -- …`. */
  readonly hints: readonly string[];
}

/** The app's address, how to sign in, and further hints. */
export function renderReady(
  { url, user, password, demoPassword, hints }: Ready,
  canvas: Pick<Canvas, 'paint' | 'width'>,
): readonly string[] {
  const { paint } = canvas;
  const column = Math.max(32, url.length + 5);
  const below = ' '.repeat(column);
  const signIn =
    user === undefined
      ? ''
      : `${' '.repeat(column - 3 - url.length)}sign in as  ${paint('bold', user)}`;
  const commands = hints.map((hint, index) => `${index === 0 ? 'npm start -- ' : ''}${hint};`);
  const once = (label: string, secret: string) =>
    `${below}${label}  ${paint('bold', secret)}   (shown once)`;
  return [
    '',
    `   ${paint('cyan', url)}${signIn}`,
    ...(password === undefined ? [] : [once('one-time password', password)]),
    ...(demoPassword === undefined ? [] : [once('password of the demo users', demoPassword)]),
    '',
    ...renderAdvice(
      [['Press Ctrl-C to stop. The data is kept.', ...commands].join('  ').replace(/;$/, '.')],
      canvas,
    ),
  ];
}

/** The lines below the list after a failure: the cause, the state of the data, the next step. */
export function renderAdvice(
  lines: readonly string[],
  { width }: Pick<Canvas, 'width'>,
): readonly string[] {
  return lines.flatMap((line) =>
    line === '' ? [''] : wrapped(line, Math.max(20, width - 4)).map((part) => `   ${part}`),
  );
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
  return (step.milliseconds ?? 0) < 100 || step.state === 'skipped'
    ? ''
    : duration(step.milliseconds ?? 0);
}
