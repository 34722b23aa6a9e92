import { expect, test } from 'vitest';
import { plan } from './plan.ts';
import { situations } from './situations.fixture.ts';
import type { Action, Plan } from './types.ts';

// Every text in an environment's status, with its cause. On-call engineers, alerts and scripts
// depend on them: change them on purpose only (vitest -u, then read the difference).

function actionInWords(action: Action): string {
  if (action.kind === 'RunCommand')
    return `run ${action.command} with ${action.image}, attempt ${action.attempt}, ${action.deadlineSeconds} s: ${action.args.join(' ')}`;
  if (action.kind === 'ProvideDatabase')
    return action.rotate ? `provide database, rotate ${action.rotate}` : 'provide database';
  if (action.kind === 'CancelRun') return `cancel ${action.id}`;
  const { lastGood, failed } = action;
  const since = new Date(action.since).toISOString();
  return `roll out ${action.image} since ${since}${lastGood ? `, good ${lastGood.image}` : ''}${failed ? `, failed ${failed.message}` : ''}`;
}

function inWords({
  step,
  actions,
  conditions,
  requeueAfterSeconds,
  acknowledge,
  nextResyncAt,
}: Plan): string {
  return [
    `step ${step}`,
    ...actions.map(actionInWords),
    ...conditions.map(
      ({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`,
    ),
    ...(requeueAfterSeconds === undefined ? [] : [`again after ${requeueAfterSeconds} s`]),
    ...(nextResyncAt === undefined ? [] : [`next rebuild ${new Date(nextResyncAt).toISOString()}`]),
    ...(acknowledge && Object.keys(acknowledge).length > 0
      ? [`answered ${JSON.stringify(acknowledge)}`]
      : []),
  ].join('\n');
}

test('messages of an environment', async () => {
  const sections = situations.map(
    ([name, want, have]) => `## ${name}\n${inWords(plan(want, have))}\n`,
  );
  await expect(sections.join('\n')).toMatchFileSnapshot('golden/plan-words.txt');
});
