import type { VNode } from 'preact';
import { ConfirmPage } from '../ui/question-page.tsx';
import type { ShownDocument } from './document.ts';
import { texts } from './texts.ts';

/** Asks for confirmation before deleting a document with its versions and attachments. */
export const deleteDocumentPage = ({ id, title, number }: ShownDocument): VNode => (
  <ConfirmPage
    title={texts.deletion.title(title)}
    short={texts.detail.delete}
    crumbs={[{ label: title, to: `/documents/${id}` }]}
    to={`/documents/${id}/delete`}
    confirm={texts.deletion.confirm}
    keep={texts.deletion.keep}
    back={`/documents/${id}`}
  >
    <p>{texts.deletion.body(number)}</p>
  </ConfirmPage>
);
