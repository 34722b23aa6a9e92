import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import type { Progress } from './converge.ts';
import { type Canvas, type Paint, renderStep, renderSteps, renderTitle } from './render.ts';
import { begin, finish, noSteps, type Step, type StepList, type StepName } from './steps.ts';

/** Output to the user and, on a terminal, input. */
export interface Screen extends Progress {
  readonly canvas: Canvas;
  title(environment: string): void;
  /** Prints lines below everything else; the list above them is final. */
  print(lines: readonly string[]): void;
  /** Asks a yes-or-no question; no without a terminal. */
  ask(question: string): Promise<boolean>;
  /** The running step, if any. */
  running(): StepName | undefined;
  /** Leaves the list unchanged and restores the terminal. */
  close(): void;
}

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const frameMillis = 100;
const usualWidth = 80;

/**
 * The list is redrawn in place on a terminal that is high enough; otherwise each step is printed
 * once, when it ends.
 */
export function createScreen(output: NodeJS.WriteStream, input: NodeJS.ReadStream): Screen {
  // styleText respects NO_COLOR, FORCE_COLOR and terminals without colors.
  const paint: Paint = (style, text) => styleText(style, text, { stream: output });
  // A terminal without a size (docker -t, some pipelines) reports 0 columns.
  const width = () => (output.isTTY ? output.columns || usualWidth : Number.POSITIVE_INFINITY);
  const canvas = (): Canvas => ({ paint, width: width(), now: Date.now() });
  const live = output.isTTY && output.rows > noSteps.length + 6;
  const list = live ? liveList(output, canvas) : plainList(output, canvas);
  let steps: StepList = noSteps;
  const write = (lines: readonly string[]) =>
    output.write(lines.map((line) => `${line}\n`).join(''));

  return {
    get canvas() {
      return canvas();
    },
    title: (environment) => void write(renderTitle(environment, canvas())),
    begin(name, text) {
      steps = begin(steps, name, text, Date.now());
      list.show(steps);
    },
    finish(name, state, text) {
      if (over(steps, name)) return;
      steps = finish(steps, name, state, text, Date.now());
      list.show(
        steps,
        steps.find((step) => step.name === name),
      );
    },
    running: () => steps.find(({ state }) => state === 'running')?.name,
    print(lines) {
      list.settle(steps);
      write(lines);
    },
    async ask(question) {
      if (!input.isTTY || !output.isTTY) return false;
      list.settle(steps);
      const answer = createInterface({ input, output });
      try {
        return /^y(es)?$/i.test((await answer.question(`\n   ${question} [y/N] `)).trim());
      } catch {
        // Ctrl-C or Ctrl-D at the question means no, and leaves the cursor after it.
        output.write('\n');
        return false;
      } finally {
        answer.close();
      }
    },
    close: () => list.settle(steps),
  };
}

const over = (steps: StepList, name: StepName) =>
  steps.some((step) => step.name === name && step.state !== 'pending' && step.state !== 'running');

interface ListView {
  show(steps: StepList, changed?: Step): void;
  /** Draws it for the last time, without steps that never started. */
  settle(steps: StepList): void;
}

/** Redraws the list in place, ten times a second while a step runs. */
function liveList(output: NodeJS.WriteStream, canvas: () => Canvas): ListView {
  let drawn = 0;
  let shown: StepList = [];
  let timer: NodeJS.Timeout | undefined;
  const draw = (steps: StepList) => {
    const lines = renderSteps(steps, canvas());
    output.write(
      `${drawn > 0 ? `\u001b[${drawn}A` : ''}\r${lines.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`,
    );
    drawn = lines.length;
  };
  const restore = () => void output.write(showCursor);
  return {
    show(steps) {
      shown = steps;
      if (timer === undefined) {
        output.write(hideCursor);
        process.once('exit', restore);
        timer = setInterval(() => draw(shown), frameMillis);
        timer.unref();
      }
      draw(steps);
    },
    settle(steps) {
      if (timer === undefined) return;
      clearInterval(timer);
      timer = undefined;
      draw(steps.filter(({ state }) => state !== 'pending'));
      drawn = 0;
      restore();
      process.off('exit', restore);
    },
  };
}

function plainList(output: NodeJS.WriteStream, canvas: () => Canvas): ListView {
  return {
    show(_steps, changed) {
      if (changed)
        output.write(
          renderStep(changed, canvas())
            .map((line) => `${line}\n`)
            .join(''),
        );
    },
    settle: () => {},
  };
}
