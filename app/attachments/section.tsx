import { LinkButton } from '../ui/button.tsx';
import { Rows } from '../ui/list.tsx';
import { Section } from '../ui/section.tsx';
import { Count } from '../ui/word.tsx';
import { fileSize } from '../ui/words.ts';
import { addressOfFile, type ListedFile } from './attachment.ts';
import { formOf } from './owner.ts';
import { texts } from './texts.ts';

interface FilesProps {
  readonly of: readonly ListedFile[];
  /** Id of the item. */
  readonly owner: string;
  /** Whether the reader may add and delete files now. */
  readonly mayChange: boolean;
}

/**
 * The files of an item, for its page; their data is `filesOf` in its statement. Nothing without any
 * for readers who can't add one.
 */
export const AttachmentsSection = ({ of, owner, mayChange }: FilesProps) => {
  if (of.length === 0 && !mayChange) return null;
  return (
    <Section
      id="attachments"
      title={texts.caption}
      count={<Count n={of.length} />}
      end={
        mayChange && (
          <LinkButton to={formOf(owner)} icon="plus" small>
            {texts.attach}
          </LinkButton>
        )
      }
    >
      {of.length === 0 ? (
        <p class="small muted">{texts.none}</p>
      ) : (
        <FileRows of={of} mayChange={mayChange} />
      )}
    </Section>
  );
};

/** The files of a part of a page, such as a course of action; nothing without any. */
export const AttachedFiles = ({
  of,
  owner,
  mayChange,
  name,
}: FilesProps & {
  /** The name of the part, for screen readers. */
  readonly name: string;
}) => (
  <div class="files">
    {of.length > 0 && <FileRows of={of} mayChange={mayChange} />}
    {mayChange && (
      <p class="small">
        <a href={formOf(owner)}>
          {texts.attach}
          <span class="vh"> {name}</span>
        </a>
      </p>
    )}
  </div>
);

const FileRows = ({ of, mayChange }: Pick<FilesProps, 'of' | 'mayChange'>) => (
  <Rows
    of={of.map((file) => ({
      key: file.id,
      text: file.name,
      sub: texts.sub(fileSize(file.bytes), file.uploadedBy),
      to: addressOfFile(file),
      end: (
        <span class="acts row-acts">
          <LinkButton
            to={`/attachments/${file.id}`}
            kind="quiet"
            small
            icon="download"
            download
            label={texts.download(file.name)}
          />
          {mayChange && (
            <LinkButton
              to={`/attachments/${file.id}/delete`}
              kind="quiet"
              small
              dialog
              icon="trash"
              label={texts.delete(file.name)}
            />
          )}
        </span>
      ),
    }))}
  />
);
