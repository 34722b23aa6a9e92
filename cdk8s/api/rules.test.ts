import { expect, test } from 'vitest';
import { parseEnvironment } from './environment.ts';
import { changed, examples, ruleExamples, transitionExamples } from './examples/index.ts';
import { fieldName } from './problem.ts';
import { environmentRules } from './rules/index.ts';
import { resourceTransitions, specTransitions } from './rules/transition.ts';

test.each(examples)('a file: $rule', ({ base, field, accepted, refused }) => {
  expect(parseEnvironment(changed(base, accepted))).toMatchObject({ ok: true });
  const parsed = parseEnvironment(changed(base, refused));
  expect(parsed.ok ? [] : parsed.problems.map(({ path }) => fieldName(path))).toEqual([field]);
});

test('there are at least 40 rules, each with its own example', () => {
  const names = [...examples, ...transitionExamples].map(({ rule }) => rule);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(40);
});

test('every rule that is CEL has an example, and its own message', () => {
  expect(ruleExamples.map(({ rule }) => rule).sort()).toEqual(
    environmentRules.map(({ id }) => id).sort(),
  );
  expect(transitionExamples.map(({ rule }) => rule).sort()).toEqual(
    [...specTransitions, ...resourceTransitions].map(({ id }) => id).sort(),
  );
});

test.each(ruleExamples)('$rule is the rule that stops its example', ({ rule, base, refused }) => {
  const parsed = parseEnvironment(changed(base, refused));
  const expected = environmentRules.find(({ id }) => id === rule)?.message;
  expect(parsed.ok ? [] : parsed.problems.map(({ message }) => message)).toEqual([expected]);
});
