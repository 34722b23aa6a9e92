import { type CommandLine, commands, type OptionDefinition } from './commands.ts';

/** `--help` for the whole program. */
export function generalHelp(): string[] {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Usage: node app.js <command> [options]',
    '',
    ...commands.map(({ name, about }) => `  ${name.padEnd(width)}   ${about}`),
    '',
    'See node app.js <command> --help for details. Without a command, RUN_MODE decides.',
    'Configuration is read from the environment. See .env.example.',
    'Exit codes: 0 success, 1 failure, 2 invalid usage or configuration, 3 temporary failure (retry).',
  ];
}

/** `--help` for one command. */
export function commandHelp({ name, about, details, options, operand }: CommandLine): string[] {
  const rows = Object.entries({
    ...options,
    help: { type: 'boolean', about: 'Show this help.' } satisfies OptionDefinition,
  });
  const flags = [
    ...(operand === undefined ? [] : [[`<${operand.name}>`, operand.about] as const]),
    ...rows.map(([option, definition]) => [flag(option, definition), definition.about] as const),
  ];
  const width = Math.max(...flags.map(([text]) => text.length));
  return [
    `Usage: node app.js ${name}${operand === undefined ? '' : ` <${operand.name}>`} [options]`,
    '',
    about,
    ...details,
    '',
    ...flags.map(([text, explanation]) => `  ${text.padEnd(width)}   ${explanation}`),
  ];
}

function flag(option: string, { type, choices }: OptionDefinition): string {
  if (type === 'boolean') return `--${option}`;
  return `--${option} <${choices?.join('|') ?? 'value'}>`;
}
