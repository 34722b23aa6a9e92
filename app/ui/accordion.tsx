import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

export interface FoldProps {
  readonly title: ComponentChildren;
  /** Shown at the end of the line: "8 of 16". */
  readonly end?: ComponentChildren;
  readonly open?: boolean;
  readonly children: ComponentChildren;
  /** Folds with the same name: one open at a time. */
  readonly name?: string;
  readonly id?: string;
}

/** A collapsible section for details. */
export const Fold = ({ title, end, open = false, children, name, id }: FoldProps) => (
  <details
    class="fold"
    open={open}
    {...(name === undefined ? {} : { name })}
    {...(id === undefined ? {} : { id })}
  >
    <summary>
      <Icon name="chevron-right" />
      {title}
      {end !== undefined && <span class="end">{end}</span>}
    </summary>
    <div>{children}</div>
  </details>
);

/** Several folds, stacked. */
export const Accordion = ({ of }: { of: readonly FoldProps[] }) => (
  <>
    {of.map((fold, place) => (
      <Fold key={fold.id ?? place} {...fold} />
    ))}
  </>
);
