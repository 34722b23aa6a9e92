import {
  type Alias,
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
  type YAMLError,
} from 'yaml';

import { type Excess, excessOf } from './yaml-limits.ts';

/** A position in a text, counted from 1 as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A text that is not a single YAML document. */
interface SyntaxProblem extends Position {
  readonly message: string;
}

export interface YamlDocument {
  /** The content as plain JSON; undefined if the text is empty. */
  readonly json: unknown;
  /** Syntax errors of the text. */
  readonly problems: readonly SyntaxProblem[];
  /** Position of the field; if it is absent, that of its nearest parent. */
  readonly locate: (path: readonly PropertyKey[], part?: 'key' | 'value') => Position;
}

/** Parses a text as exactly one YAML document and records the position of everything. */
export function readYaml(text: string): YamlDocument {
  const lines = new LineCounter();
  const excess = excessOf(text);
  if (excess) return unread(text, excess);
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [first, second] = documents;
  const problems = documents.flatMap(({ errors, warnings }) =>
    [...errors, ...warnings].map((error) => explain(error, text, position)),
  );
  if (first)
    problems.push(
      ...unresolvedAliases(first).map((alias) => ({
        ...position(startOf(alias) ?? 0),
        message: `no anchor is named "${alias.source}" above here`,
      })),
    );
  if (!first?.contents)
    problems.push({ line: 1, column: 1, message: 'the file is empty; one document is required' });
  if (second)
    problems.push({
      ...position(second.range[0]),
      message: `one document is required, found ${documents.length}: each environment has a file of its own`,
    });
  const json = problems.length === 0 && first ? contentOf(first) : { value: undefined };
  if (json.problem !== undefined)
    problems.push({ ...position(startOf(first?.contents) ?? 0), message: json.problem });
  return {
    json: json.value,
    problems,
    locate: (path, part = 'value') => position(first ? offsetOf(first, path, part) : 0),
  };
}

/** Aliases without a preceding anchor; the parser only notices them when the value is used. */
function unresolvedAliases(document: Document): Alias[] {
  const unresolved: Alias[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (!alias.resolve(document)) unresolved.push(alias);
    },
  });
  return unresolved;
}

/** A text that was not parsed: every field has the position of the problem. */
function unread(text: string, { offset, message }: Excess): YamlDocument {
  const before = text.slice(0, offset).split('\n');
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return { json: undefined, problems: [{ ...place, message }], locate: () => place };
}

/** The content with its aliases resolved, unless they multiply without limit. */
function contentOf(document: Document): { readonly value: unknown; readonly problem?: string } {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    // Fails if something contains itself.
    JSON.stringify(value);
    return { value };
  } catch (error) {
    const problem =
      error instanceof ReferenceError
        ? 'nested aliases expand to too much data'
        : 'an alias refers to itself';
    return { value: undefined, problem };
  }
}

/** The parser's message, reworded to name the mistake. */
function explain(
  { code, message, pos: [from] }: YAMLError,
  text: string,
  position: (offset: number) => Position,
): SyntaxProblem {
  switch (code) {
    case 'DUPLICATE_KEY': {
      const [key = ''] = text.slice(from).split(/\s*[:\n]/, 1);
      return { ...position(from), message: `"${key}" is given twice` };
    }
    case 'TAB_AS_INDENT':
      return { ...position(from), message: 'a tab; YAML is indented with spaces' };
    default:
      return { ...position(from), message: message.replaceAll('\n', ' ') };
  }
}

/**
 * Follows a path as far as it exists. A missing field is reported at the key of its last existing
 * parent.
 */
function offsetOf(document: Document, path: readonly PropertyKey[], part: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let parentKey: Node | undefined;
  for (const step of path) {
    const { key, value } = childOf(node, step);
    if (key === undefined && value === undefined) return startOf(parentKey) ?? startOf(node) ?? 0;
    parentKey = key ?? (value as Node);
    node = value;
  }
  return (
    (part === 'key' ? startOf(parentKey) : undefined) ?? startOf(node) ?? startOf(parentKey) ?? 0
  );
}

function childOf(node: unknown, step: PropertyKey): { key?: Node; value?: unknown } {
  if (isSeq(node) && typeof step === 'number') return { value: node.items[step] };
  if (!isMap(node)) return {};
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return pair ? { key: pair.key as Node, value: pair.value } : {};
}

const startOf = (node: unknown): number | undefined =>
  (node as Node | undefined | null)?.range?.[0];
