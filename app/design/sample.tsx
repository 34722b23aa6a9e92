import type { ComponentChildren } from 'preact';

/** An entry of the component page: a component with its title. */
export const Sample = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <div class="spec">
    <h3>{title}</h3>
    <div>{children}</div>
  </div>
);
