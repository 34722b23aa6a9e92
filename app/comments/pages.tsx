import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { addressOfItem, type ItemPath } from '../committee-items/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { Confirm } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import type { Comment, FoundDiscussion } from './comment.ts';
import { CommentField, Comments } from './panel.tsx';
import { texts } from './texts.ts';

interface CommentPageProps {
  readonly committee: Committee;
  readonly path: ItemPath;
  readonly discussion: FoundDiscussion;
}

type OneProps = CommentPageProps & { readonly comment: Comment };

const frameOf = ({ committee, path, discussion }: CommentPageProps) => ({
  committee,
  tab: 'workflow' as const,
  crumbs: [{ label: discussion.item.label, to: addressOfItem(path) }],
});

/** The discussion alone: a comment was refused, and its text is shown again. */
export const refusedCommentPage = ({
  state,
  reader,
  ...props
}: CommentPageProps & { readonly state: FormState; readonly reader: string }): VNode => (
  <CommitteePage {...frameOf(props)} title={texts.title}>
    <Comments of={props.discussion} path={props.path} reader={reader} state={state} />
  </CommitteePage>
);

/** The form that changes a comment. */
export const editCommentPage = ({
  state,
  ...props
}: OneProps & { readonly state?: FormState | undefined }): VNode => {
  const { path, comment, discussion } = props;
  const item = addressOfItem(path);
  return (
    <CommitteePage {...frameOf(props)} title={texts.form.editTitle}>
      <Form
        id="comment"
        to={`${item}/comments/${comment.id}`}
        state={state ?? freshForm({ body: comment.body })}
        hidden={{ version: comment.version }}
        submit={texts.form.save}
        cancel={`${item}#comment-${comment.id}`}
      >
        <CommentField id="comment" members={discussion.members} />
      </Form>
    </CommitteePage>
  );
};

/** Asks before a comment is withdrawn. */
export const withdrawCommentPage = (props: OneProps): VNode => {
  const { path, comment } = props;
  const item = addressOfItem(path);
  return (
    <CommitteePage {...frameOf(props)} title={texts.withdrawal.confirm}>
      <Confirm
        title={texts.withdrawal.title}
        to={`${item}/comments/${comment.id}/withdraw`}
        confirm={texts.withdrawal.confirm}
        keep={texts.withdrawal.keep}
        back={`${item}#comment-${comment.id}`}
      >
        <p>{texts.withdrawal.body}</p>
      </Confirm>
    </CommitteePage>
  );
};
