import type { Token } from 'markdown-it';
import { type MarkdownOptions, tokensOf } from './render.ts';

/** A run of text in one style. */
export interface Run {
  readonly text: string;
  readonly bold?: true;
  readonly italic?: true;
  readonly code?: true;
  readonly struck?: true;
  /** Target of a link. */
  readonly href?: string;
}

/** A part of a text, for output other than HTML. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly runs: readonly Run[] }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | {
      readonly kind: 'list';
      /** Number of the first item; `undefined` for a list without numbers. */
      readonly start: number | undefined;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Run[])[];
      readonly rows: readonly (readonly (readonly Run[])[])[];
    };

/**
 * Parses Markdown as a tree, by the same rules as `renderMarkdown`: HTML stays text, and headings
 * form an outline (spec markdown#syntax).
 */
export const parseMarkdown = (text: string, options: MarkdownOptions = {}): readonly Block[] =>
  blocksOf(new Cursor(tokensOf(text, options)));

class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The next token, unless it closes the surrounding element. */
  next(): Token | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token === undefined || token.nesting === -1 ? undefined : token;
  }
}

function blocksOf(tokens: Cursor): readonly Block[] {
  const blocks: Block[] = [];
  for (let token = tokens.next(); token !== undefined; token = tokens.next())
    blocks.push(...blockOf(token, tokens));
  return blocks;
}

function blockOf(token: Token, tokens: Cursor): readonly Block[] {
  switch (token.type) {
    case 'heading_open':
      return [{ kind: 'heading', level: Number(token.tag.slice(1)), runs: runsIn(tokens) }];
    case 'paragraph_open':
      return [{ kind: 'paragraph', runs: runsIn(tokens) }];
    case 'bullet_list_open':
      return [{ kind: 'list', start: undefined, items: itemsIn(tokens) }];
    case 'ordered_list_open':
      return [{ kind: 'list', start: Number(token.attrGet('start') ?? 1), items: itemsIn(tokens) }];
    case 'blockquote_open':
      return [{ kind: 'quote', blocks: blocksOf(tokens) }];
    case 'table_open':
      return [tableIn(tokens)];
    case 'fence':
    case 'code_block':
      return [{ kind: 'code', text: token.content.replace(/\n$/, '') }];
    case 'hr':
      return [{ kind: 'rule' }];
    case 'inline':
      return [{ kind: 'paragraph', runs: runsOf(token) }];
    default:
      return token.nesting === 1 ? blocksOf(tokens) : [];
  }
}

const itemsIn = (tokens: Cursor): readonly (readonly Block[])[] =>
  eachOpen(tokens, () => blocksOf(tokens));

/** The results of `read` for each element up to the end of the surrounding one. */
function eachOpen<T>(tokens: Cursor, read: (token: Token) => T): readonly T[] {
  const found: T[] = [];
  for (let token = tokens.next(); token !== undefined; token = tokens.next())
    found.push(read(token));
  return found;
}

function tableIn(tokens: Cursor): Block {
  const rows = eachOpen(tokens, () =>
    eachOpen(tokens, () => eachOpen(tokens, () => runsIn(tokens))),
  ).flat();
  const [head = [], ...rest] = rows;
  return { kind: 'table', head, rows: rest };
}

/** The text of the element that was just opened, up to its end. */
const runsIn = (tokens: Cursor): readonly Run[] => eachOpen(tokens, runsOf).flat();

const styles = { strong: 'bold', em: 'italic', s: 'struck' } as const;
type Style = (typeof styles)[keyof typeof styles];

function runsOf({ children }: Token): readonly Run[] {
  const runs: Run[] = [];
  const open = new Set<Style>();
  let href: string | undefined;
  for (const token of children ?? []) {
    const style = styles[token.type.replace(/_(open|close)$/, '') as keyof typeof styles];
    if (style !== undefined && token.nesting === 1) open.add(style);
    else if (style !== undefined) open.delete(style);
    else if (token.type === 'link_open') href = String(token.attrGet('href') ?? '');
    else if (token.type === 'link_close') href = undefined;
    else if (textIn(token) !== '')
      runs.push({
        text: textIn(token),
        ...Object.fromEntries([...open].map((name) => [name, true])),
        ...(token.type === 'code_inline' ? { code: true } : {}),
        ...(href === undefined ? {} : { href }),
      });
  }
  return runs;
}

function textIn({ type, content }: Token): string {
  if (type === 'softbreak') return ' ';
  if (type === 'hardbreak') return '\n';
  return type === 'text' || type === 'code_inline' || type === 'text_special' ? content : '';
}
