import { describe, expect, test } from 'vitest';
import { withHosts } from './hosts.ts';
import { hostNames, namesOf, reasonToRenew, wantedNames } from './plan.ts';
import { registriesFile } from './registries.ts';

const now = new Date('2026-11-24T00:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const facts = { notAfter: inDays(400), names: ['dev.local', 'localhost'], issuedByAuthority: true };

describe('a certificate is renewed', () => {
  test.each([
    ['when there is none', undefined, 'it did not exist'],
    [
      'when its authority is another',
      { ...facts, issuedByAuthority: false },
      'it was issued by another authority',
    ],
    ['when an environment was added', { ...facts, names: ['localhost'] }, 'it lacked dev.local'],
    ['when fewer than 30 days are left', { ...facts, notAfter: inDays(29) }, 'it had 29 days left'],
    ['when it is over', { ...facts, notAfter: inDays(-1) }, 'it had expired'],
    ['but not before', { ...facts, notAfter: inDays(30) }, undefined],
  ])('%s', (_, certificate, reason) =>
    expect(reasonToRenew(certificate, ['dev.local', 'localhost'], now)).toBe(reason),
  );
});

test('it covers the environments, GitLab, the registry and this machine', () => {
  const names = wantedNames(['dev.local'], 'registry.gitlab.local:5050');
  expect(names).toEqual([
    'dev.local',
    'gitlab.local',
    'registry.gitlab.local',
    'localhost',
    '127.0.0.1',
    '0:0:0:0:0:0:0:1',
  ]);
  expect(hostNames(names)).toEqual(['dev.local', 'gitlab.local', 'registry.gitlab.local']);
  expect(namesOf('DNS:dev.local, IP Address:127.0.0.1')).toEqual(['dev.local', '127.0.0.1']);
});

describe('/etc/hosts', () => {
  const before = '127.0.0.1 localhost\n';
  const written = withHosts(before, ['dev.local']);

  test('gets a line for each version of IP, and keeps existing ones', () => {
    expect(written).toBe(
      '127.0.0.1 localhost\n\n# ahlt begin: written by `make hosts`\n127.0.0.1 dev.local\n::1       dev.local\n# ahlt end\n',
    );
  });

  test('is the same after the second time, and follows the environments', () => {
    expect(withHosts(written, ['dev.local'])).toBe(written);
    expect(withHosts(`${written}10.0.0.1 other\n`, ['app.local'])).toBe(
      `${written.replaceAll('dev.local', 'app.local')}10.0.0.1 other\n`,
    );
  });
});

test('the registry is verified by its authority, never believed blindly', () => {
  const file = registriesFile('registry.gitlab.local:5050');
  expect(file).toContain('ca_file: /etc/rancher/k3s/ahlt-ca.crt');
  expect(file).not.toContain('insecure');
});
