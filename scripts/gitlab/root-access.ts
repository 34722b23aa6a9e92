import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { SecretFiles } from './secret-files.ts';

/** GitLab's container did not respond. */
export class RootAccessError extends Error {}

const compose = ['docker', 'compose', '-f', 'gitlab/compose.yaml', 'exec', '-T', 'gitlab'] as const;

/**
 * Returns an API token of the user root, created inside GitLab because there is no token yet: its
 * console accepts a value that we choose. Reuses that of an earlier run as long as GitLab accepts
 * it (`isValid`); it expires after a week, and its value is never reused.
 */
export async function rootToken(
  files: SecretFiles,
  isValid: (token: string) => Promise<boolean>,
): Promise<string> {
  const before = await files.read('setup-token');
  if (before !== undefined && (await isValid(before))) return before;
  const token = `glpat-${randomBytes(15).toString('base64url')}`;
  await askConsole(tokenScript(token));
  await files.write('setup-token', token);
  return token;
}

/**
 * As documented at
 * docs.gitlab.com/user/profile/personal_access_tokens#create-a-personal-access-token-programmatically.
 */
const tokenScript = (token: string): string => `
  made = User.find_by_username('root').personal_access_tokens.build(name: 'setup', scopes: ['api', 'create_runner'], expires_at: 7.days.from_now)
  made.set_token(${JSON.stringify(token)})
  made.save!
`;

/**
 * Sets the password of root. GitLab's own task asks for it twice; without a terminal it reads both
 * from its input.
 */
export async function setRootPassword(password: string): Promise<void> {
  await run(
    [...compose, 'gitlab-rake', 'gitlab:password:reset[root]'],
    `${password}\n${password}\n`,
  );
}

/** Printed by a dry run instead. */
export const rootCommands: readonly string[] = [
  `${compose.join(' ')} gitlab-rake 'gitlab:password:reset[root]'   (•••)`,
  `${compose.join(' ')} gitlab-rails runner -   (a token for root, •••, for 7 days)`,
];

/** The script is passed as input, so that no process list shows it. */
const askConsole = (script: string): Promise<void> =>
  run([...compose, 'gitlab-rails', 'runner', '-'], script);

function run([program, ...args]: readonly [string, ...string[]], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.stdin.on('error', () => undefined);
    child.once('error', (error) =>
      reject(new RootAccessError(`GitLab's container cannot be reached: ${error.message}`)),
    );
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new RootAccessError(
            `GitLab's container refused: ${Buffer.concat(said).toString('utf8').trim().slice(-500)}`,
          ),
        );
    });
    child.stdin.end(input);
  });
}
