import type { ComponentChildren } from 'preact';

export interface SectionProps {
  /** Id of its heading. */
  readonly id: string;
  readonly title: string;
  /** Small text beside the title: a count. */
  readonly count?: ComponentChildren;
  /** Link or buttons at the end of the line. */
  readonly end?: ComponentChildren;
  readonly children: ComponentChildren;
  /** For screen readers only, if the content is self-explanatory. */
  readonly quiet?: boolean;
}

/** A part of a page under a heading, separated by space; a `Panel` is a self-contained item. */
export const Section = ({ id, title, count, end, children, quiet = false }: SectionProps) => (
  <section class="sec" aria-labelledby={id}>
    {quiet || (count === undefined && end === undefined) ? (
      <h2 id={id} {...(quiet ? { class: 'vh' } : {})}>
        {title}
      </h2>
    ) : (
      <div class="sec-head">
        <h2 id={id}>{title}</h2>
        {count !== undefined && <span class="count">{count}</span>}
        {end !== undefined && <span class="end acts">{end}</span>}
      </div>
    )}
    {children}
  </section>
);

/** A self-contained item: current item, filter builder, preview. Never inside another panel. */
export const Panel = ({
  children,
  stack = false,
}: {
  children: ComponentChildren;
  stack?: boolean;
}) => <div class={stack ? 'panel stack' : 'panel'}>{children}</div>;

/** Content with a side column; below 1200 px the column follows it. */
export const Split = ({
  children,
  aside,
  label,
}: {
  children: ComponentChildren;
  aside: ComponentChildren;
  label: string;
}) => (
  <div class="split">
    <div>{children}</div>
    <aside class="aside" aria-label={label}>
      {aside}
    </aside>
  </div>
);

/** Running text: at most 68 characters per line. */
export const Prose = ({ children }: { children: ComponentChildren }) => (
  <div class="prose">{children}</div>
);

/** The bar at the bottom that saves a long form. */
export const ActionBar = ({
  status,
  children,
}: {
  status: ComponentChildren;
  children: ComponentChildren;
}) => (
  <div class="actbar">
    <span role="status">{status}</span>
    {children}
  </div>
);

/** A full-width line, for the environment or a classification. */
export const Banner = ({
  children,
  kind,
}: {
  children: ComponentChildren;
  kind: 'header' | 'footer';
}) =>
  kind === 'header' ? (
    <header class="banner">{children}</header>
  ) : (
    <footer class="banner">{children}</footer>
  );
