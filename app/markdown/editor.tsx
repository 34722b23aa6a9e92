import { single, useField } from '../ui/form-state.ts';
import { TextAreaField, type TextAreaFieldProps } from '../ui/text-field.tsx';
import { Markdown } from './markdown.tsx';
import { texts } from './texts.ts';

interface MarkdownEditorProps extends TextAreaFieldProps {
  /**
   * Address that returns the page of the form for the input. The form has a button that submits to
   * it, for readers without JavaScript.
   */
  readonly preview?: string;
}

/**
 * A text in Markdown with its formatted form beside it, which follows the input with JavaScript. A
 * form with `draft` keeps the input.
 */
export const MarkdownEditor = ({ preview, ...field }: MarkdownEditorProps) => {
  const { id, value } = useField(field.name);
  const text = single(field.value ?? value);
  return (
    <div class="beside" {...(preview === undefined ? {} : { 'data-live': preview })}>
      <TextAreaField rows={20} {...field} />
      <section class="preview" aria-label={texts.previewOf(field.label)}>
        <h2 class="label">{texts.preview}</h2>
        <div id={`${id}-preview`} class="panel" data-live-part="">
          {text.trim() === '' ? (
            <p class="muted">{texts.previewEmpty}</p>
          ) : (
            <Markdown text={text} headings={3} />
          )}
        </div>
      </section>
    </div>
  );
};
