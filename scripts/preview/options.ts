import { parseArgs } from 'node:util';

/** Arguments of `npm run preview`. */
export interface PreviewOptions {
  readonly base: string;
  readonly head?: string | undefined;
  readonly output?: string | undefined;
  readonly json: boolean;
  readonly markdown: boolean;
  readonly post: boolean;
}

/** An invalid command line. */
export class OptionError extends Error {}

const known = {
  base: { type: 'string' },
  head: { type: 'string' },
  output: { type: 'string' },
  json: { type: 'boolean', default: false },
  markdown: { type: 'boolean', default: false },
  post: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

/** Parses the command line; undefined for help. Throws OptionError. */
export function parseOptions(args: readonly string[]): PreviewOptions | undefined {
  try {
    const { values } = parseArgs({ args: [...args], options: known });
    if (values.help) return undefined;
    if (values.base === undefined)
      throw new OptionError(
        '--base is missing: the branch or commit to compare with, such as --base origin/main',
      );
    return { ...values, base: values.base };
  } catch (error) {
    if (error instanceof TypeError)
      throw new OptionError(error.message.split('. ')[0], { cause: error });
    throw error;
  }
}

export const help = `npm run preview -- --base <ref> [options]

Shows what a change would do to each environment: manifests, SQL with its grade, permissions, and how far prod is behind staging.
Needs neither a cluster nor a database.

  --base <ref>      base of the comparison (merge base), such as --base origin/main
  --head <ref>      the change (default: the working tree)
  --markdown        print Markdown as GitLab shows it, instead of text
  --json            print the whole note as JSON
  --output <file>   also write Markdown to a file
  --post            post it to the merge request of this pipeline: one note, updated at each push. Needs CI_API_V4_URL,
                    CI_PROJECT_ID, CI_MERGE_REQUEST_IID and a token with the scope api in PREVIEW_TOKEN
  -h, --help        this text

Exit code: 0 done, 1 the change is invalid or breaks a released migration, 2 invalid option, 3 GitLab did not accept the note.
`;
