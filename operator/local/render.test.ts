import { stripVTControlCharacters, styleText } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Canvas, renderAdvice, renderReady, renderSteps, renderTitle } from './render.ts';
import { begin, finish, noSteps, type StepList } from './steps.ts';

const canvas = (over: Partial<Canvas> = {}): Canvas => ({
  paint: (_, text) => text,
  width: 120,
  now: 0,
  ...over,
});

const ready: StepList = [
  {
    name: 'configuration',
    state: 'done',
    text: 'environments/dev/environment.yaml',
    milliseconds: 12,
  },
  {
    name: 'database',
    state: 'done',
    text: 'PostgreSQL 17.10, data in .data/postgres',
    milliseconds: 1200,
  },
  { name: 'plan', state: 'done', text: '3 migrations, all safe', milliseconds: 40 },
  { name: 'migrate', state: 'done', text: '0001 → 0003', milliseconds: 210 },
  {
    name: 'seed',
    state: 'done',
    text: 'base 2026-11 · 412 entities, 1,903 properties, 655 relations',
    milliseconds: 400,
  },
  {
    name: 'resync',
    state: 'skipped',
    text: 'off: set NEO4J_URI to enable it; PostgreSQL answers queries',
    milliseconds: 3,
  },
  { name: 'serve', state: 'done', text: 'ready', milliseconds: 310 },
];

const screen = (lines: readonly string[]) => `\n${lines.join('\n')}\n`;

describe('the list of npm start', () => {
  test('that went well', () => {
    const lines = [...renderTitle('dev', canvas()), ...renderSteps(ready, canvas())];
    expect(screen(lines)).toBe(`
ahlt · local environment "dev"

 ✓ configuration      environments/dev/environment.yaml
 ✓ database           PostgreSQL 17.10, data in .data/postgres                       1.2 s
 ✓ plan               3 migrations, all safe
 ✓ migrate            0001 → 0003                                                    0.2 s
 ✓ seed               base 2026-11 · 412 entities, 1,903 properties, 655 relations   0.4 s
 – resync             off: set NEO4J_URI to enable it; PostgreSQL answers queries
 ✓ serve              ready                                                          0.3 s
`);
  });

  test('while it is filling: elapsed time after a second, later steps below', () => {
    const started = begin(
      finish(noSteps, 'configuration', 'done', 'environments/dev/environment.yaml', 0),
      'database',
      'creating',
      1000,
    );
    expect(screen(renderSteps(started, canvas({ now: 1900 })))).toBe(`
 ✓ configuration      environments/dev/environment.yaml
 ⠏ database           creating
   plan
   migrate
   seed
   resync
   serve
`);
    expect(renderSteps(started, canvas({ now: 2300 }))[1]).toBe(
      ` ⠸ database           creating${' '.repeat(55)}1.3 s`,
    );
  });

  test('after a failure keeps the completed steps', () => {
    const text = '0003 failed: column "scheduled_at" of relation "entities" already exists';
    const failed = finish(ready.slice(0, 3), 'plan', 'done', '3 migrations, all safe', 0);
    const lines = [
      ...renderSteps(
        [...failed, { name: 'migrate', state: 'failed', text, milliseconds: 20 }],
        canvas(),
      ),
      '',
      ...renderAdvice(
        [
          'Statement 2 of 3 in 0003_schedule.ts; nothing of 0003 was kept, the database is at 0002.',
          'Log: .data/logs/migrate.log      Try again: npm start',
        ],
        canvas(),
      ),
    ];
    expect(screen(lines)).toBe(`
 ✓ configuration      environments/dev/environment.yaml
 ✓ database           PostgreSQL 17.10, data in .data/postgres                       1.2 s
 ✓ plan               3 migrations, all safe
 ✗ migrate            0003 failed: column "scheduled_at" of relation "entities" already exists

   Statement 2 of 3 in 0003_schedule.ts; nothing of 0003 was kept, the database is at 0002.
   Log: .data/logs/migrate.log      Try again: npm start
`);
  });

  test.each([40, 60, 80, 100])('no line is wider than a terminal of %i columns', (width) => {
    const lines = renderSteps(ready, canvas({ width }));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(width);
    expect(lines.join('')).toContain('412');
  });

  test('colours only add control characters, and red is for what failed', () => {
    const coloured = canvas({
      paint: (style, text) => styleText(style, text, { validateStream: false }),
    });
    const lines = renderSteps(ready, coloured);
    expect(lines.map((line) => stripVTControlCharacters(line))).toEqual(
      renderSteps(ready, canvas()),
    );
    expect(lines.join('\n')).not.toContain('\u001b[31m');
    expect(renderSteps(finish(ready, 'serve', 'failed', 'no', 0), coloured).join('\n')).toContain(
      '\u001b[31m✗',
    );
  });
});

describe('the end of npm start', () => {
  const hints = ['--demo adds demo data', '--fresh starts over'];

  test('on the first start', () => {
    expect(
      screen(
        renderReady(
          {
            url: 'http://localhost:8080',
            user: 'admin',
            password: 'kestrel-9-ravine-tundra',
            hints,
          },
          canvas(),
        ),
      ),
    ).toBe(`

   http://localhost:8080        sign in as  admin
                                one-time password  kestrel-9-ravine-tundra   (shown once)

   Press Ctrl-C to stop. The data is kept.  npm start -- --demo adds demo data;  --fresh starts over.
`);
  });

  test('on a later start the password is not there', () => {
    expect(
      screen(renderReady({ url: 'http://localhost:8080', user: 'admin', hints }, canvas())),
    ).toBe(`

   http://localhost:8080        sign in as  admin

   Press Ctrl-C to stop. The data is kept.  npm start -- --demo adds demo data;  --fresh starts over.
`);
  });
});
