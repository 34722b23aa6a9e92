import { addressOfItem, type ItemPath } from '../committee-items/index.ts';
import { Markdown } from '../markdown/index.ts';
import { Fold } from '../ui/accordion.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { Person } from '../ui/person.tsx';
import { Section } from '../ui/section.tsx';
import { TextAreaField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { Count } from '../ui/word.tsx';
import { type Comment, type Discussion, type Mentionable, mostCharacters } from './comment.ts';
import { type Thread, threadsOf, withNames } from './rules.ts';
import { texts } from './texts.ts';

interface CommentsProps {
  readonly of: Discussion;
  readonly path: ItemPath;
  /** Id of the reader. */
  readonly reader: string;
  /** A comment that was refused, to be corrected. */
  readonly state?: FormState | undefined;
}

/**
 * The discussion of an item, with a field for more: the part of a page that shows the item (spec
 * comments#order). Its data is `discussionOf` in the statement of the page.
 */
export const Comments = ({ of, path, reader, state }: CommentsProps) => {
  const { comments, total, isClosed } = of;
  const [first] = comments;
  const own = { path, reader, isClosed, members: of.members };
  return (
    <Section id="comments" title={texts.title} count={<Count n={total} />}>
      {comments.length < total && first !== undefined && (
        <p class="small muted">
          {texts.latest(comments.length, total)}{' '}
          <a href={`${addressOfItem(path)}?before=${first.id}#comments`}>{texts.earlier}</a>
        </p>
      )}
      {comments.length === 0 && <p class="small muted">{texts.none}</p>}
      {comments.length > 0 && (
        <ol class="talk" role="list">
          {threadsOf(comments).map((thread) => (
            <ThreadOf key={thread.first.id} of={thread} {...own} />
          ))}
        </ol>
      )}
      {isClosed ? (
        <p class="small muted">{texts.closed}</p>
      ) : (
        <CommentForm path={path} members={of.members} state={state} />
      )}
    </Section>
  );
};

interface OwnProps extends Pick<CommentsProps, 'path' | 'reader'> {
  readonly isClosed: boolean;
  readonly members: readonly Mentionable[];
}

const ThreadOf = ({ of: { first, replies }, ...own }: OwnProps & { readonly of: Thread }) => (
  <li id={`comment-${first.id}`}>
    <CommentOf of={first} {...own} />
    {replies.length > 0 && (
      <ol class="talk" role="list" aria-label={texts.replies(nameOf(first))}>
        {replies.map((reply) => (
          <li key={reply.id} id={`comment-${reply.id}`}>
            <CommentOf of={reply} {...own} />
          </li>
        ))}
      </ol>
    )}
    {!own.isClosed && (
      <Fold title={texts.replyTo(nameOf(first))}>
        <CommentForm path={own.path} members={own.members} thread={first.id} />
      </Fold>
    )}
  </li>
);

const nameOf = ({ author }: Comment): string => author ?? texts.deletedUser;

const CommentOf = ({ of: comment, path, reader, isClosed }: OwnProps & { of: Comment }) => {
  const { id, body, createdAt, editedAt, withdrawnAt, authorId, mentions } = comment;
  const to = `${addressOfItem(path)}/comments/${id}`;
  const isOwn = authorId === reader && withdrawnAt === null && !isClosed;
  return (
    <article class="said" aria-label={nameOf(comment)}>
      <p class="acts small">
        <Person name={nameOf(comment)} />
        <span class="muted">
          <Time at={createdAt} style="relative" />
          {editedAt !== null && withdrawnAt === null && (
            <>
              , {texts.edited} <Time at={editedAt} style="relative" inSentence />
            </>
          )}
        </span>
        {isOwn && (
          <span class="end acts">
            <LinkButton to={`${to}/edit`} kind="quiet" small icon="edit" label={texts.edit} />
            <LinkButton
              to={`${to}/withdraw`}
              kind="quiet"
              small
              icon="trash"
              label={texts.withdraw}
              dialog
            />
          </span>
        )}
      </p>
      {withdrawnAt === null ? (
        <Markdown text={withNames(body, mentions)} headings={3} />
      ) : (
        <p class="muted">
          {texts.withdrawn} <Time at={withdrawnAt} style="relative" />
        </p>
      )}
    </article>
  );
};

interface CommentFormProps {
  readonly path: ItemPath;
  readonly members: readonly Mentionable[];
  /** The comment that it replies to. */
  readonly thread?: string;
  readonly state?: FormState | undefined;
}

const CommentForm = ({ path, members, thread, state }: CommentFormProps) => {
  const id = thread === undefined ? 'comment' : `reply-${thread}`;
  return (
    <Form
      id={id}
      to={`${addressOfItem(path)}/comments`}
      state={state ?? freshForm()}
      {...(thread === undefined ? {} : { hidden: { thread } })}
      label={thread === undefined ? texts.form.field : texts.form.reply}
    >
      <CommentField id={id} members={members} isReply={thread !== undefined} />
      <div class="acts">
        <Button kind="default" type="submit">
          {thread === undefined ? texts.form.submit : texts.form.submitReply}
        </Button>
      </div>
    </Form>
  );
};

/** The text of a comment; scripts suggest members after an `@`. */
export const CommentField = ({
  id,
  members,
  isReply = false,
}: Pick<CommentFormProps, 'members'> & { readonly id: string; readonly isReply?: boolean }) => (
  <div data-mentions={`${id}-members`} data-label={texts.form.suggestions}>
    <TextAreaField
      name="body"
      label={isReply ? texts.form.reply : texts.form.field}
      help={texts.form.help}
      rows={3}
      most={mostCharacters}
    />
    {members.length > 0 && (
      <details class="small names-of" id={`${id}-members`}>
        <summary>{texts.form.members}</summary>
        <ul role="list">
          {members.map(({ id: user, name, label }) => (
            <li key={user} data-name={name}>
              {label} <code>@{name}</code>
            </li>
          ))}
        </ul>
      </details>
    )}
  </div>
);
