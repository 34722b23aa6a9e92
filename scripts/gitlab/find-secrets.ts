import { createHash } from 'node:crypto';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

/** Something that looks like a secret. */
export interface SecretFinding {
  readonly path: string;
  readonly line: number;
  /** Which kind of secret: the rule of secretlint. */
  readonly rule: string;
  /** Names this finding wherever the file moves: of the rule, and of the text it found. */
  readonly fingerprint: string;
}

/** Longer texts are data or bundles, and take minutes. */
export const longestText = 1_000_000;

/** Looks for secrets in one text with secretlint's recommended rules. The text itself never gets into a finding. */
export async function findSecrets(path: string, text: string): Promise<SecretFinding[]> {
  if (text.length > longestText || text.includes('\0')) return [];
  const extension = /\.[^./]+$/.exec(path)?.[0] ?? '';
  const { messages } = await lintSource({
    source: { filePath: path, content: text, contentType: 'text', ext: extension },
    options: { config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] }, noPhysicFilePath: true },
  });
  return messages.map(({ ruleId, loc, range }) => {
    const rule = ruleId.replace('@secretlint/secretlint-rule-', '');
    const found = text.slice(range[0], range[1]);
    const fingerprint = createHash('sha256').update(`${rule}\0${found}`).digest('hex').slice(0, 16);
    return { path, line: loc.start.line, rule, fingerprint };
  });
}
