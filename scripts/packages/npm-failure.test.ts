import { expect, test } from 'vitest';
import { explainFailure } from './npm-failure.mjs';

const missing = { lacking: 640, names: ['node', 'pg', 'tsx'] };

const offline = `npm error code ENOTFOUND
npm error syscall getaddrinfo
npm error errno ENOTFOUND
npm error network request to https://registry.example/zod/-/zod-4.6.7.tgz failed, reason: getaddrinfo ENOTFOUND registry.example
npm error network This is a problem related to network connectivity.
npm error A complete log of this run can be found in: /root/.npm/_logs/2026-debug-0.log
`;

test('without a network: the unreachable host, the missing packages, and what to do', () => {
  const lines = explainFailure(offline, missing);
  expect(lines[0]).toBe(
    'the registry registry.example does not answer, and the npm cache lacks packages',
  );
  expect(lines[1]).toBe('640 packages are missing: node, pg, tsx, and 637 more.');
  expect(lines.at(-1)).toMatch(
    /^Connect to the network, or name a mirror with npm config set registry/,
  );
  expect(lines.join('\n')).not.toMatch(/debug-0\.log|errno/);
});

test('a password in the address of a mirror is not shown', () => {
  expect(
    explainFailure(
      'npm error request to https://me:secret@mirror.example/x failed, reason: ETIMEDOUT',
      missing,
    )[0],
  ).toContain('the registry mirror.example does not answer');
});

test.each([
  ['npm error code E401\nnpm error Incorrect or missing password.', /refuses access/, /npm login/],
  [
    'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device',
    /the disk is full/,
    /Make room/,
  ],
  ['npm error code EACCES', /node_modules is not writable/, /writable/],
  ['npm error code EUSAGE', /do not agree/, /npm install/],
  ['npm error code SELF_SIGNED_CERT_IN_CHAIN', /certificate of the registry/, /cafile/],
  ['npm error something new', /^npm could not install the packages$/, /again/],
])('%s', (output, reason, remedy) => {
  const lines = explainFailure(output, missing);
  expect(lines[0]).toMatch(reason);
  expect(lines.at(-1)).toMatch(remedy);
});
