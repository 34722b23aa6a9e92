import type { VNode } from 'preact';
import { DocumentFrame, type DocumentReader, type ShownDocument } from '../documents/index.ts';
import { kilobytes } from '../http/body.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { ConfirmPage } from '../ui/question-page.tsx';
import { Section } from '../ui/section.tsx';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import { FileField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { Count } from '../ui/word.tsx';
import { fileSize } from '../ui/words.ts';
import { type Attachment, addressOfFile, type FoundAttachment } from './attachment.ts';
import { type Owner, pageOf } from './owner.ts';
import { mayChange } from './rules.ts';
import { texts } from './texts.ts';

const words = texts;

interface AttachmentsProps {
  readonly document: ShownDocument;
  readonly reader: DocumentReader;
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
        <UploadForm entity={document.id} most={most} state={state} />
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

interface UploadProps {
  /** Id of what the file will belong to. */
  readonly entity: string;
  /** The largest allowed file in bytes. */
  readonly most: number;
  readonly state?: FormState | undefined;
  readonly cancel?: string;
}

const UploadForm = ({ entity, most, state, cancel }: UploadProps) => (
  <Form
    id="attachment"
    to={`/attachments?entity=${entity}`}
    submit={words.submit}
    guard={false}
    upload={{ cancel: words.cancel, progress: words.progress }}
    state={state}
    cancel={cancel}
  >
    <FileField
      name="file"
      label={words.field}
      help={words.help(kilobytes(most))}
      accept=""
      most={{ bytes: most, message: words.tooLarge(kilobytes(most)) }}
    />
  </Form>
);

/** The form that attaches a file to an item (spec attachments#items). */
export const newAttachmentPage = (
  owner: Owner,
  { most, state }: Pick<UploadProps, 'most' | 'state'>,
): VNode => (
  <Page
    title={words.formTitle(owner.label)}
    short={words.attach}
    crumbs={[{ label: owner.label, to: pageOf(owner) }]}
  >
    {mayChange(owner) ? (
      <UploadForm entity={owner.id} most={most} state={state} cancel={pageOf(owner)} />
    ) : (
      <Note>{words.refused.frozen}</Note>
    )}
  </Page>
);

const columnsOf = (reader: DocumentReader): readonly SimpleColumn<Attachment>[] => [
  {
    label: words.name,
    header: true,
    cell: (file) => <a href={addressOfFile(file)}>{file.name}</a>,
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
export const deleteAttachmentPage = ({ id, name, owner }: FoundAttachment): VNode => {
  const back = pageOf(owner);
  return (
    <ConfirmPage
      title={words.title(name)}
      short={words.confirm}
      crumbs={
        owner.type === 'document'
          ? [
              { label: owner.label, to: `/documents/${owner.id}` },
              { label: words.caption, to: back },
            ]
          : [{ label: owner.label, to: back }]
      }
      to={`/attachments/${id}/delete`}
      confirm={words.confirm}
      keep={words.keep}
      back={back}
    >
      <p>{words.body(owner.label)}</p>
    </ConfirmPage>
  );
};
