import { createInterface } from 'node:readline/promises';

/**
 * Asks for the name of what an irreversible action destroys; CONFIRM=<name> answers. Returns why it
 * must not continue, or undefined.
 */
export async function refusedBy(name: string, consequence: string): Promise<string | undefined> {
  const given = process.env['CONFIRM'] ?? (await ask(`${consequence}\nType ${name} to continue: `));
  return given.trim() === name
    ? undefined
    : `"${given.trim()}" is not ${name}. Nothing was changed.`;
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    return await Promise.race([terminal.question(question), ended]);
  } finally {
    terminal.close();
  }
}
