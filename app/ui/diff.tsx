import { texts } from './texts.ts';

export interface Difference {
  readonly field: string;
  /** `undefined` if there was no value. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** Values before and after a change. */
export const Diff = ({ of }: { of: readonly Difference[] }) => (
  <table class="table diff cards">
    <caption class="vh">{texts.diff.caption}</caption>
    <thead>
      <tr>
        <th scope="col">{texts.diff.field}</th>
        <th scope="col">{texts.diff.before}</th>
        <th scope="col">{texts.diff.after}</th>
      </tr>
    </thead>
    <tbody>
      {of.map(({ field, before, after }) => (
        <tr key={field}>
          <th scope="row">{field}</th>
          <td data-label={texts.diff.before}>
            {before === undefined ? (
              <span class="muted">{texts.diff.notSet}</span>
            ) : (
              <del>{before}</del>
            )}
          </td>
          <td data-label={texts.diff.after}>
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
