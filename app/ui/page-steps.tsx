import { Icon } from './icon.tsx';
import { texts } from './texts.ts';

export interface PageStepsProps {
  /** Address of a page. */
  readonly to: (page: number) => string;
  readonly page: number;
  readonly size: number;
  readonly total: number;
}

/** Which rows a page of a list shows, with links to the pages around it; none for a short list. */
export const PageSteps = ({ to, page, size, total }: PageStepsProps) => {
  const last = Math.ceil(total / size);
  if (last <= 1) return null;
  const from = (page - 1) * size + 1;
  return (
    <div class="pager">
      <span role="status">
        {texts.table.range(from, Math.min(from + size - 1, total), total, false)}
      </span>
      <nav class="acts" aria-label={texts.table.pages}>
        {page > 1 && (
          <a
            class="btn quiet sq sm"
            rel="prev"
            href={to(page - 1)}
            aria-label={texts.table.previous}
          >
            <Icon name="chevron-left" small />
          </a>
        )}
        <span>{texts.table.page(page, last)}</span>
        {page < last && (
          <a class="btn quiet sq sm" rel="next" href={to(page + 1)} aria-label={texts.table.next}>
            <Icon name="chevron-right" small />
          </a>
        )}
      </nav>
    </div>
  );
};
