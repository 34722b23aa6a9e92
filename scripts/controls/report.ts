import type { Control, Proof } from './controls.ts';

/** The result of one test in the runner's JSON report. */
export interface TestResult {
  /** Path from the root of the repository. */
  readonly file: string;
  /** Names of its groups, outermost first, followed by its own. */
  readonly names: readonly string[];
  readonly passed: boolean;
}

/** `missing`: the run had no test of that name. `manual`: needs a manual check. */
export type Verdict = 'proven' | 'failed' | 'missing' | 'manual';

export interface Judged {
  readonly control: Control;
  readonly verdict: Verdict;
  /** Number of tests that prove it. */
  readonly tests: number;
  /** Proofs that are missing in the run or failed. */
  readonly open: readonly Proof[];
}

/**
 * Evaluates each control by the results of a test run (spec platform#controls): one failed or
 * missing test leaves it unproven.
 */
export const judge = (
  controls: readonly Control[],
  results: readonly TestResult[],
): readonly Judged[] =>
  controls.map((control) => {
    const found = control.proofs.map((proof) => ({
      proof,
      tests: results.filter((result) => speaksFor(result, proof)),
    }));
    const open = found.filter(
      ({ tests }) => tests.length === 0 || tests.some(({ passed }) => !passed),
    );
    return {
      control,
      verdict: verdictOf(control, open),
      tests: found.reduce((sum, { tests }) => sum + tests.length, 0),
      open: open.map(({ proof }) => proof),
    };
  });

const speaksFor = ({ file, names }: TestResult, [place, name]: Proof): boolean =>
  file === place && names.some((each) => each.startsWith(name));

function verdictOf(
  { proofs }: Control,
  open: readonly { readonly tests: readonly TestResult[] }[],
): Verdict {
  if (proofs.length === 0) return 'manual';
  if (open.length === 0) return 'proven';
  return open.some(({ tests }) => tests.length > 0) ? 'failed' : 'missing';
}

/** Whether only manual checks remain. */
export const holds = (judged: readonly Judged[]): boolean =>
  judged.every(({ verdict }) => verdict === 'proven' || verdict === 'manual');

const marks = { proven: '✓', failed: '✗ failed', missing: '✗ not run', manual: 'by hand' } as const;

/** The report as Markdown: one row per control, open items first. */
export function reportOf(judged: readonly Judged[]): string {
  const count = (verdict: Verdict) => judged.filter((each) => each.verdict === verdict).length;
  const rows = judged.map(
    ({ control, verdict, tests, open }) =>
      `| ${control.ids.join(', ')} | ${[control.ask, control.manual, ...open.map(proofText)].filter(Boolean).join('<br>')} | ${tests} | ${marks[verdict]} |`,
  );
  return [
    '# Security controls',
    '',
    `${count('proven')} proven, ${count('failed')} failed, ${count('missing')} not run, ${count('manual')} by hand. Identifiers are those of DISA’s Application Security and`,
    'Development STIG; this lists the tests of each control and does not replace an assessment.',
    '',
    '| control | requirement | tests | result |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const proofText = ([file, name]: Proof): string => `✗ ${file}: ${name}`;
