import type { MarkdownIt } from 'markdown-it';
import { texts } from './texts.ts';

const mark = /^\[([ xX])\]\s+/;

/**
 * Task lists: an item that begins with `[ ]` or `[x]` shows a box as text. A check box would look
 * as if it could be changed here.
 */
export function addTasks(parser: MarkdownIt): void {
  parser.core.ruler.after('inline', 'tasks', ({ tokens, Token }) => {
    for (const [at, token] of tokens.entries()) {
      const item = tokens[at - 2];
      const [first] = token.children ?? [];
      if (token.type !== 'inline' || item?.type !== 'list_item_open' || first?.type !== 'text')
        continue;
      const found = mark.exec(first.content);
      if (found === null) continue;
      const isDone = found[1] !== ' ';
      first.content = first.content.slice(found[0].length);
      item.attrJoin('class', 'task');
      const box = new Token('text', '', 0);
      box.content = isDone ? '☑ ' : '☐ ';
      const open = new Token('span_open', 'span', 1);
      open.attrSet('class', 'vh');
      const word = new Token('text', '', 0);
      word.content = `${isDone ? texts.done : texts.open} `;
      const close = new Token('span_close', 'span', -1);
      token.children?.unshift(box, open, word, close);
    }
  });
}
