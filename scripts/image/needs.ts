import { CommandFailed, ProgramMissing, run } from './docker.ts';

/** A requirement of a command on the machine. */
export type Need = 'engine' | 'compose' | 'buildx' | 'kind' | 'kubectl';

interface Question {
  readonly program: string;
  readonly args: readonly string[];
  readonly what: string;
  /** How to install it. */
  readonly remedy: string;
  /** Minimum version, as at the start of its output. */
  readonly atLeast?: readonly [major: number, minor: number];
}

const questions: Readonly<Record<Need, Question>> = {
  engine: {
    program: 'docker',
    args: ['version', '--format', '{{.Server.Version}}'],
    what: 'a running container engine',
    remedy: 'start Docker Desktop or Rancher Desktop, or on Linux: sudo systemctl start docker',
  },
  compose: {
    program: 'docker',
    args: ['compose', 'version', '--short'],
    what: 'the compose plugin of docker, 2.20 or newer',
    remedy:
      'the package docker-compose-plugin (docker-compose-v2 in Ubuntu); Docker Desktop includes it',
    atLeast: [2, 20],
  },
  buildx: {
    program: 'docker',
    args: ['buildx', 'version'],
    what: 'the buildx plugin of docker, which builds the image',
    remedy:
      'the package docker-buildx-plugin (docker-buildx in Ubuntu); Docker Desktop includes it',
  },
  kind: {
    program: 'kind',
    args: ['version'],
    what: 'kind',
    remedy: 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
  },
  kubectl: {
    program: 'kubectl',
    args: ['version', '--client'],
    what: 'kubectl',
    remedy: 'https://kubernetes.io/docs/tasks/tools/#kubectl',
  },
};

/** This machine lacks something: everything at once, each with how to install it. */
class MachineLacks extends CommandFailed {
  override name = 'MachineLacks';

  constructor(lines: readonly string[]) {
    super(
      [
        'requirements of the command are missing; nothing was started',
        ...lines,
        'More: docs/runbooks/workstation.md',
      ].join('\n'),
    );
  }
}

/**
 * Checks everything that a command requires, before it starts.
 * @param ask runs a program and returns its output
 * @throws MachineLacks that names everything missing
 */
export async function checkMachine(needs: readonly Need[], ask: typeof run = run): Promise<void> {
  const answers = await Promise.all(needs.map((need) => lackOf(questions[need], ask)));
  const lacks = answers.filter((line) => line !== undefined);
  if (lacks.length > 0) throw new MachineLacks(lacks);
}

/** One line about a missing requirement, undefined if it is met. */
async function lackOf(
  { program, args, what, remedy, atLeast }: Question,
  ask: typeof run,
): Promise<string | undefined> {
  try {
    const answer = await ask(program, args);
    if (atLeast === undefined || isAtLeast(answer, atLeast)) return undefined;
    return `✗ ${what}; here is ${answer}: ${remedy}`;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const missing = error instanceof ProgramMissing ? ` (${program} is not on the PATH)` : '';
    return `✗ ${what}${missing}: ${remedy}`;
  }
}

function isAtLeast(answer: string, [major, minor]: readonly [number, number]): boolean {
  const [, first, second] = /(\d+)\.(\d+)/.exec(answer) ?? [];
  if (first === undefined) return true;
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}
