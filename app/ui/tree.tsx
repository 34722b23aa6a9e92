import type { ComponentChildren, Key } from 'preact';
import { Icon } from './icon.tsx';

export interface Branch {
  readonly key: Key;
  readonly label: ComponentChildren;
  /** A count, a status or buttons at the end of the line. */
  readonly end?: ComponentChildren;
  readonly branches?: readonly Branch[];
  /** Whether its branches are shown at first. @default true */
  readonly open?: boolean;
}

/**
 * Items below items. A branch opens and closes without JavaScript; the tab key reaches each, Enter
 * and Space toggle it.
 */
export const Tree = ({ label, of }: { readonly label: string; readonly of: readonly Branch[] }) => (
  <ul class="branches" role="list" aria-label={label}>
    {of.map((branch) => (
      <Line key={branch.key} of={branch} />
    ))}
  </ul>
);

const Line = ({ of: { label, end, branches = [], open = true } }: { of: Branch }) => {
  if (branches.length === 0)
    return (
      <li>
        <div class="branch">
          <span class="grow">{label}</span>
          {end}
        </div>
      </li>
    );
  return (
    <li>
      <details open={open}>
        <summary class="branch">
          <Icon name="chevron-right" small />
          <span class="grow">{label}</span>
          {end}
        </summary>
        <ul role="list">
          {branches.map((branch) => (
            <Line key={branch.key} of={branch} />
          ))}
        </ul>
      </details>
    </li>
  );
};
