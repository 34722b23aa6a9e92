import { texts } from './texts.ts';

export interface Difference {
  readonly field: string;
  /** `undefined` if there was no value. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** The changes that another user saved while a form was open. */
export interface Meanwhile {
  readonly by: string | undefined;
  readonly differences: readonly Difference[];
}

export interface DiffProps {
  readonly of: readonly Difference[];
  /** Headings of the two values. @default Before, After */
  readonly heads?: { readonly before: string; readonly after: string };
}

/** Values before and after a change. */
export const Diff = ({ of, heads = texts.diff }: DiffProps) => (
  <table class="table diff cards">
    <caption class="vh">{texts.diff.caption}</caption>
    <thead>
      <tr>
        <th scope="col">{texts.diff.field}</th>
        <th scope="col">{heads.before}</th>
        <th scope="col">{heads.after}</th>
      </tr>
    </thead>
    <tbody>
      {of.map(({ field, before, after }) => (
        <tr key={field}>
          <th scope="row">{field}</th>
          <td data-label={heads.before}>
            {before === undefined ? (
              <span class="muted">{texts.diff.notSet}</span>
            ) : (
              <del>{before}</del>
            )}
          </td>
          <td data-label={heads.after}>
            {after === undefined ? (
              <span class="muted">{texts.diff.removed}</span>
            ) : (
              <ins>{after}</ins>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
