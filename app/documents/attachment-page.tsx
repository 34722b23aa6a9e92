import type { VNode } from 'preact';
import { kilobytes } from '../http/body.ts';
import { LinkButton } from '../ui/button.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import { FileField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { Count } from '../ui/word.tsx';
import { fileSize } from '../ui/words.ts';
import { type Attachment, isShownInline } from './attachment.ts';
import type { FoundAttachment } from './attachment-queries.ts';
import type { ShownDocument } from './document.ts';
import { DocumentFrame } from './document-page.tsx';
import type { Reader } from './reader.ts';
import { texts } from './texts.ts';

const words = texts.attachments;

interface AttachmentsProps {
  readonly document: ShownDocument;
  readonly reader: Reader;
  readonly attachments: readonly Attachment[];
  /** The largest allowed file in bytes. */
  readonly most: number;
  readonly state?: FormState | undefined;
}

export const attachmentsPage = ({
  document,
  reader,
  attachments,
  most,
  state,
}: AttachmentsProps): VNode => (
  <DocumentFrame document={document} reader={reader} tab="attachments">
    {reader.edit && (
      <Section id="attach" title={words.upload}>
        <Form
          id="attachment"
          to={`/attachments?document=${document.id}`}
          submit={words.submit}
          guard={false}
          upload={{ cancel: words.cancel, progress: words.progress }}
          {...(state === undefined ? {} : { state })}
        >
          <FileField
            name="file"
            label={words.field}
            help={words.help(kilobytes(most))}
            accept=""
            most={{ bytes: most, message: words.tooLarge(kilobytes(most)) }}
          />
        </Form>
      </Section>
    )}
    <Section id="attachments" title={words.caption} count={<Count n={attachments.length} />}>
      {attachments.length === 0 ? (
        <EmptyState icon="document" title={words.none} />
      ) : (
        <SimpleTable
          caption={words.caption}
          of={attachments}
          rowKey={({ id }) => id}
          columns={columnsOf(reader)}
        />
      )}
    </Section>
  </DocumentFrame>
);

const columnsOf = (reader: Reader): readonly SimpleColumn<Attachment>[] => [
  {
    label: words.name,
    header: true,
    cell: (file) => (
      <a href={isShownInline(file) ? `/attachments/${file.id}/view` : `/attachments/${file.id}`}>
        {file.name}
      </a>
    ),
  },
  { label: words.type, minor: true, cell: ({ mediaType }) => mediaType },
  { label: words.size, number: true, cell: ({ bytes }) => fileSize(bytes) },
  {
    label: words.added,
    cell: ({ uploadedAt, uploadedBy }) => (
      <>
        <Time at={uploadedAt} style="moment" />
        <span class="sub">{uploadedBy}</span>
      </>
    ),
  },
  {
    label: words.actions,
    actions: true,
    cell: ({ id, name }) => (
      <span class="acts row-acts">
        <LinkButton
          to={`/attachments/${id}`}
          kind="quiet"
          small
          icon="download"
          download
          label={words.download(name)}
        />
        {reader.edit && (
          <LinkButton
            to={`/attachments/${id}/delete`}
            kind="quiet"
            small
            dialog
            icon="trash"
            label={words.delete(name)}
          />
        )}
      </span>
    ),
  },
];

/** Asks for confirmation before deleting a file. */
export const deleteAttachmentPage = ({ id, documentId, name, title }: FoundAttachment): VNode => {
  const back = `/documents/${documentId}/attachments`;
  return (
    <Page
      title={words.title(name)}
      short={words.confirm}
      crumbs={[
        { label: title, to: `/documents/${documentId}` },
        { label: words.caption, to: back },
      ]}
      bare
    >
      <Confirm
        title={words.title(name)}
        to={`/attachments/${id}/delete`}
        confirm={words.confirm}
        keep={words.keep}
        back={back}
      >
        <p>{words.body(title)}</p>
      </Confirm>
    </Page>
  );
};
