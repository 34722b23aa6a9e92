/** Code or a document, which scrolls by itself where it is too wide. */
export const Example = ({ label, children }: { label: string; children: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys
  <section class="scroll gap-t" aria-label={label} tabIndex={0}>
    <pre class="example">{children}</pre>
  </section>
);
