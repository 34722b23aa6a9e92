import { readFile } from 'node:fs/promises';
import { controls } from './controls.ts';
import { holds, judge, reportOf } from './report.ts';
import { resultsOf } from './results.ts';

const help = `Usage: npm run controls -- <report.json>

Prints a Markdown table of security controls with their tests and results. Create the report with
npm test -- --reporter=default --reporter=json --outputFile.json=<report.json>

Exit code 1: a control has a test that failed or did not run.
`;

process.exitCode = await main(process.argv.slice(2));

async function main([path, ...others]: readonly string[]): Promise<number> {
  if (path === '--help') return say(process.stdout, help, 0);
  if (path === undefined || others.length > 0) return say(process.stderr, help, 2);
  try {
    const judged = judge(controls, resultsOf(await readFile(path, 'utf8'), process.cwd()));
    return say(process.stdout, reportOf(judged), holds(judged) ? 0 : 1);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return say(process.stderr, `${path} is not a JSON test report: ${reason}\n`, 2);
  }
}

function say(stream: NodeJS.WriteStream, text: string, code: number): number {
  stream.write(text);
  return code;
}
