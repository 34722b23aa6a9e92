import { Lexer } from 'yaml';

/** Problems of a text before it is parsed, with their position. */
export interface Excess {
  readonly offset: number;
  readonly message: string;
}

const maxCharacters = 200_000;
const maxDepth = 64;
const maxAliases = 100;

/**
 * Why a text is not parsed: it is longer, deeper or has more aliases than any environment needs,
 * and would exhaust a parser's stack or time. Pure; one pass over its tokens.
 */
export function excessOf(text: string): Excess | undefined {
  if (text.length > maxCharacters)
    return {
      offset: 0,
      message: `the file has ${text.length} characters; at most ${maxCharacters} are read`,
    };
  const counts = { open: 0, inLine: 0, aliases: 0 };
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    count(token, counts);
    if (Math.max(counts.open, counts.inLine) > maxDepth)
      return { offset, message: `nested more than ${maxDepth} levels deep` };
    if (counts.aliases > maxAliases) return { offset, message: `more than ${maxAliases} aliases` };
    if (!isMark(token)) offset += token.length;
  }
  return undefined;
}

/** Counts what a token opens, closes or refers to. */
function count(token: string, counts: { open: number; inLine: number; aliases: number }): void {
  if (token === '[' || token === '{') counts.open += 1;
  if (token === ']' || token === '}') counts.open -= 1;
  // Dashes, question marks and colons each start a level if they are on one line.
  if (token.includes('\n')) counts.inLine = 0;
  else if (['-', '?', ':'].includes(token)) counts.inLine += 1;
  if (token.startsWith('*')) counts.aliases += 1;
}

/** Tokens of the lexer that are not part of the text: start of a document, a flow, a scalar. */
const isMark = (token: string): boolean =>
  token === '\u{02}' || token === '\u{18}' || token === '\u{1f}';
