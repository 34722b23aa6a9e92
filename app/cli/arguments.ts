import { parseArgs } from 'node:util';
import { AppError } from '../errors.ts';
import { type CommandLine, commands, type OptionDefinition } from './commands.ts';
import { suggest } from './suggest.ts';

/** The parsed command line. */
export type Request =
  | { readonly kind: 'help'; readonly command: CommandLine | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly command: CommandLine; readonly options: Options };

export type Options = Readonly<Record<string, string | boolean>>;

const common: Readonly<Record<string, OptionDefinition>> = {
  help: { type: 'boolean', about: 'Show this help.' },
};

/**
 * Parses the arguments. Throws `usage` for an unknown command or option and suggests the closest
 * known one.
 * @param standard command to run if none is given
 */
export function parseCommandLine(words: readonly string[], standard: () => string): Request {
  const [first, ...rest] = words;
  if (first === '--help' || first === '-h' || first === 'help')
    return { kind: 'help', command: rest[0] === undefined ? undefined : find(rest[0]) };
  if (first === '--version') return { kind: 'version' };
  const named = first !== undefined && !first.startsWith('-');
  const command = find(named ? first : standard());
  const options = parseOptions(command, named ? rest : words);
  return options['help'] === true ? { kind: 'help', command } : { kind: 'run', command, options };
}

function find(name: string): CommandLine {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  const names = commands.map((candidate) => candidate.name);
  throw usage(`Unknown command "${name}".`, suggest(name, names), `Commands: ${names.join(', ')}.`);
}

function parseOptions(command: CommandLine, words: readonly string[]): Options {
  const known = { ...common, ...command.options };
  const { tokens } = parseArgs({
    args: [...words],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options: Record<string, string | boolean> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') {
      const { operand } = command;
      if (operand === undefined || operand.name in options)
        throw usage(`Unexpected argument "${token.value}" for ${command.name}.`);
      options[operand.name] = token.value;
    }
    if (token.kind !== 'option') continue;
    const definition = known[token.name];
    if (definition === undefined) {
      const near = suggest(token.name, Object.keys(known));
      throw usage(
        `${command.name} has no option ${token.rawName}.`,
        near === undefined ? undefined : `--${near}`,
        `See: ${command.name} --help`,
      );
    }
    options[token.name] = optionValue(command, token.name, definition, token.value);
  }
  const { operand } = command;
  if (operand !== undefined && !(operand.name in options) && options['help'] !== true) {
    throw usage(
      `${command.name} needs a ${operand.name}.`,
      undefined,
      `See: ${command.name} --help`,
    );
  }
  return options;
}

function optionValue(
  command: CommandLine,
  name: string,
  { type, choices }: OptionDefinition,
  value: string | undefined,
): string | boolean {
  if (type === 'boolean') {
    if (value !== undefined) throw usage(`--${name} takes no value.`);
    return true;
  }
  if (value === undefined || (value.startsWith('-') && value !== '-'))
    throw usage(`--${name} needs a value.`, undefined, `See: ${command.name} --help`);
  if (choices !== undefined && !choices.includes(value)) {
    throw usage(
      `--${name} is "${value}": expected ${choices.join(', ')}.`,
      suggest(value, choices),
    );
  }
  return value;
}

function usage(message: string, suggestion?: string, hint?: string): AppError {
  const parts = [
    message,
    suggestion === undefined ? undefined : `Did you mean "${suggestion}"?`,
    hint,
  ];
  return new AppError('usage', { message: parts.filter((part) => part !== undefined).join(' ') });
}
