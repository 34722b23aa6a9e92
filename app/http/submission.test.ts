import { expect, test } from 'vitest';
import { newSubmission, submissionOf } from './submission.ts';

const token = newSubmission();
const one = submissionOf({ submission: token, label: 'Auditor', csrf_token: 'a' });

test('a resubmitted form is recognized by its token and content', () =>
  expect(
    submissionOf({ label: 'Auditor', csrf_token: 'b', proof_password: 'c', submission: token }),
  ).toBe(one));

test.each([
  ['another content', { submission: token, label: 'Auditors' }],
  ['another page', { submission: newSubmission(), label: 'Auditor' }],
])('%s is another form', (_, fields) => expect(submissionOf(fields)).not.toBe(one));

test.each([
  {},
  { submission: 'short' },
  { submission: [token, token] },
  { submission: 'x'.repeat(65) },
])('%j is no token', (fields) => expect(submissionOf(fields)).toBeUndefined());
