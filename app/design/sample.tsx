import type { ComponentChildren } from 'preact';

/** One line of the component page: what it is, and how it looks. */
export const Sample = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <div class="spec">
    <h3>{title}</h3>
    <div>{children}</div>
  </div>
);
