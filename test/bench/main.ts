import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { benchmarks } from './benchmarks.ts';
import { type WorldSize, worldSizes } from './entities.ts';
import { replaceSection, section } from './report.ts';

const report = 'docs/benchmarks.md';
const head = `# Benchmarks

Made by \`npm run bench\`; \`npm run bench -- <name> …\` runs some of them again: ${benchmarks.map(({ id }) => `\`${id}\``).join(', ')}.
Figures are published, not asserted. Tests assert what must not grow: queries, rows, API calls, bytes.
`;

/**
 * `npm run bench [-- name ... --size s|m|l --postgres folder]`: runs the benchmarks and writes
 * their sections to the report.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h' },
    size: { type: 'string', default: 'l' },
    postgres: { type: 'string' },
  },
});
const sizes = Object.keys(worldSizes) as WorldSize[];
const size = sizes.find((each) => each === values.size);
const { postgres } = values;
const unknown = positionals.filter((name) => !benchmarks.some(({ id }) => id === name));
if (values.help || unknown.length > 0 || size === undefined) {
  if (size === undefined) console.error(`There is no size ${values.size}: ${sizes.join(', ')}.`);
  if (unknown.length > 0) console.error(`There is no benchmark ${unknown.join(', ')}.`);
  console.log(
    `npm run bench [-- name ... --size ${sizes.join('|')} --postgres folder]\n\n${benchmarks.map(({ id, title }) => `  ${id.padEnd(12)}${title}`).join('\n')}`,
  );
  process.exit(values.help ? 0 : 2);
}

for (const benchmark of benchmarks.filter(
  ({ id }) => positionals.length === 0 || positionals.includes(id),
)) {
  console.log(benchmark.title);
  if (benchmark.ofPostgres && postgres === undefined) {
    console.log('   left out: --postgres names the folder of its programs');
    continue;
  }
  const rows = await benchmark.run({ size, ...(postgres === undefined ? {} : { postgres }) });
  for (const { what, figure, note } of rows)
    console.log(`   ${what.padEnd(56)} ${figure.padStart(12)}   ${note ?? ''}`);
  const text = await readFile(report, 'utf8').catch(() => head);
  await writeFile(report, replaceSection(text, benchmark.id, section(benchmark, rows, new Date())));
}
process.exit(0);
