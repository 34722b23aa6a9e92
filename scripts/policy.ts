import { readEnvironments } from '#cdk8s/environments/read.ts';
import { checks, findings } from '#cdk8s/policy/index.ts';
import { synthesize } from '#cdk8s/synth.ts';
import { runSteps } from './steps.ts';

/**
 * `npm run policy`: checks every manifest, including previews, against the rules of cdk8s/policy.
 */
const failed = await runSteps([{ name: `${checks.length} rules`, run: brokenRules }]);
process.exitCode = failed === 0 ? 0 : 1;

async function brokenRules(): Promise<readonly string[]> {
  const read = readEnvironments(process.cwd());
  if (!read.ok) return ['environments/ is invalid: npm run synth shows the problems'];
  const objects = synthesize(read.value).flatMap((file) => file.objects);
  return findings(objects).map(({ check, object, message }) => `${object} ${message} (${check})`);
}
