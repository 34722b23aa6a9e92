import { createHash } from 'node:crypto';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

/** Something that looks like a secret. */
export interface SecretFinding {
  readonly path: string;
  readonly line: number;
  /** Kind of secret: secretlint's rule. */
  readonly rule: string;
  /** Identifies this finding wherever the file moves: depends on the rule and the text found. */
  readonly fingerprint: string;
}

/** Longer texts are data or bundles, and take minutes. */
export const longestText = 1_000_000;

/**
 * Finds secrets in a text: tokens by format with secretlint's recommended rules, and passwords by
 * the names they are assigned to. Findings never contain the text itself. gitleaks found nothing
 * more in our history, and would have to be installed wherever this runs.
 */
export async function findSecrets(path: string, text: string): Promise<SecretFinding[]> {
  if (text.length > longestText || text.includes('\0')) return [];
  const extension = /\.[^./]+$/.exec(path)?.[0] ?? '';
  const { messages } = await lintSource({
    source: { filePath: path, content: text, contentType: 'text', ext: extension },
    options: {
      config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] },
      noPhysicFilePath: true,
    },
  });
  const byShape = messages.map(({ ruleId, loc, range }) => {
    const rule = ruleId.replace('@secretlint/secretlint-rule-', '');
    return finding(path, loc.start.line, rule, text.slice(range[0], range[1]));
  });
  return [...byShape, ...assignedPasswords(path, text)];
}

const finding = (path: string, line: number, rule: string, found: string): SecretFinding => ({
  path,
  line,
  rule,
  fingerprint: createHash('sha256').update(`${rule}\0${found}`).digest('hex').slice(0, 16),
});

/** An assignment of a text without spaces to a name of a password or key. */
const assigned =
  /(?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|session[_-]?key|private[_-]?key)["']?[ \t]{0,3}(?::-?|=|:=|=>)[ \t]{0,3}["'`]?([\w+/=.!@#%^&*~-]{8,200})/gi;

/** Default passwords of earlier versions of this product and in the manuals of its servers. */
const defaults = new Set([
  'secretpass',
  'ahlt_dev_pass',
  'changeme',
  'password1',
  'admin123',
  'postgres123',
]);

function assignedPasswords(path: string, text: string): SecretFinding[] {
  return [...text.matchAll(assigned)].flatMap((match) => {
    const [, value = ''] = match;
    if (!defaults.has(value.toLowerCase()) && !looksRandom(value)) return [];
    return [
      finding(path, text.slice(0, match.index).split('\n').length, 'assigned-password', value),
    ];
  });
}

/**
 * Letters and digits without a pattern, as generated: names, paths and words are more repetitive,
 * and examples count up.
 */
const looksRandom = (value: string): boolean =>
  value.length >= 16 &&
  /\d/.test(value) &&
  /[a-z]/i.test(value) &&
  !/[./]{1}\w+[./]|[_-]\w+[_-]\w+[_-]/.test(value) &&
  entropy(value) >= 3.7;

/** Entropy per character, in bits. */
function entropy(value: string): number {
  const counts = Map.groupBy(value, (character) => character);
  return [...counts.values()].reduce(
    (bits, { length }) => bits - (length / value.length) * Math.log2(length / value.length),
    0,
  );
}
