import { expect, test } from 'vitest';
import { schemathesis } from '#test/support/schemathesis.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { programOf } from './api-fixture.ts';
import { app } from './app-fixture.ts';

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'response_headers_conformance',
  'negative_data_rejection',
  'unsupported_method',
  'ignored_auth',
];

/**
 * Requests are limited per minute, and this test sends thousands: the app's clock is advanced
 * meanwhile.
 */
function hurry(advance: (milliseconds: number) => void): Disposable {
  const timer = setInterval(() => advance(61_000), 1000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

test('the document holds for all generated requests', {
  timeout: 600_000,
}, async () => {
  const server = await app({ from: 'demo' });
  const program = await programOf(server, 'admin', { days: 365 });
  const folder = temporaryFolder('schemathesis');
  using _clock = hurry(server.advance);
  const { passed, report } = await schemathesis(
    [
      ...[
        'run',
        `${server.url}/api/v1/openapi.json`,
        '--header',
        `Authorization: Bearer ${program.token}`,
      ],
      ...[
        '--checks',
        checks.join(','),
        '--phases',
        'examples,coverage,fuzzing',
        '--max-examples',
        '5',
        '--seed',
        '20260324',
      ],
      ...['--generation-database', 'none', '--workers', '1', '--continue-on-failure'],
    ],
    folder,
  );
  expect(passed, readable(report)).toBe(true);
});

/** Generated requests contain very long lines. */
const readable = (report: string): string =>
  report
    .split('\n')
    .map((line) => line.slice(0, 240))
    .join('\n')
    .slice(-20_000);
