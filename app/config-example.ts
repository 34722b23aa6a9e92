import { type Variable, variables } from './config-variables.ts';

/**
 * Expected content of `.env.example`: every variable with its description, its values, and its
 * default or an example.
 */
export function environmentExample(): string {
  const blocks = (Object.entries(variables) as [string, Variable<unknown>][]).map(
    ([name, definition]) => block(name, definition),
  );
  return `${[header, ...blocks].join('\n\n')}\n`;
}

const header = `# Every variable that the app reads. Written from app/config-variables.ts by npm run update.
# A line that begins with "#NAME=" shows an example or the default.
# Secrets may also be given as a file: NAME_FILE=/path. Nothing here is loaded by itself: node --env-file=.env app.js serve`;

function block(
  name: string,
  { about, expected, standard, example, secret, usedBy }: Variable<unknown>,
): string {
  const readers =
    usedBy === undefined || usedBy.length === 0 ? [] : [`# Read by: ${usedBy.join(', ')}.`];
  const file = secret === true ? [`#${name}_FILE=`] : [];
  return [
    `# ${about}`,
    `# Expected: ${expected}.`,
    ...readers,
    `#${name}=${standard ?? example ?? ''}`,
    ...file,
  ].join('\n');
}
