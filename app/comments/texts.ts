import type { Texts } from '../ui/texts.ts';
import { number } from '../ui/words.ts';

export const texts = {
  title: 'Comments',
  none: 'No comments yet.',
  closed: 'The item is closed, so no one can comment on it.',
  deletedUser: 'Deleted user',
  edited: 'edited',
  withdrawn: 'This comment was withdrawn.',
  reply: 'Reply',
  replyTo: (name: string) => `Reply to ${name}`,
  edit: 'Edit comment',
  withdraw: 'Withdraw comment',
  actionsFor: (name: string) => `Actions for the comment of ${name}`,
  latest: (shown: number, total: number) =>
    `The latest ${number(shown)} of ${number(total)} comments.`,
  earlier: 'Show earlier comments',
  replies: (name: string) => `Replies to ${name}`,
  form: {
    field: 'Comment',
    reply: 'Reply',
    help: 'Markdown. Mention a member with @ and their user name.',
    members: 'Members you can mention',
    mention: (label: string) => `Mention ${label}`,
    suggestions: 'Members',
    submit: 'Add comment',
    submitReply: 'Add reply',
    editTitle: 'Edit comment',
    save: 'Save comment',
  },
  added: 'Comment added.',
  saved: 'Comment saved.',
  withdrawnDone: 'Comment withdrawn.',
  withdrawal: {
    title: 'Withdraw this comment?',
    body: 'Others see that you withdrew it, but not its text. You cannot undo this.',
    confirm: 'Withdraw comment',
    keep: 'Keep comment',
  },
  refused: {
    access: 'You need to see the item to comment on it.',
    closed: 'The item is closed. Its comments can no longer change.',
    notYours: 'Only its author can change a comment.',
    withdrawn: 'The comment was withdrawn. It can no longer change.',
    thread: 'The comment that you reply to does not exist.',
  },
} as const satisfies Texts;
