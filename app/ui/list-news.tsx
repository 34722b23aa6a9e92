/**
 * Where a script says how many items of the page's list changed, with a button that shows them (spec
 * live#lists). Empty without script.
 * @param of path of the page
 */
export const ListNews = ({ of }: { readonly of: string }) => (
  <div class="news" role="status" data-watch={of} />
);
