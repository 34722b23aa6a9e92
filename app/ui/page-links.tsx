import { Icon } from './icon.tsx';
import { texts } from './texts.ts';

export interface PageLinksProps {
  /** Accessible name. */
  readonly label: string;
  /** "Page 2". */
  readonly at: string;
  readonly to: (page: number) => string;
  readonly page: number;
  /** Whether another page follows. */
  readonly goesOn: boolean;
}

/** Links to the pages before and after, for short lists that are not a `DataTable`. */
export const PageLinks = ({ label, at, to, page, goesOn }: PageLinksProps) =>
  page === 1 && !goesOn ? null : (
    <nav class="pager" aria-label={label}>
      <span>{at}</span>
      <span class="acts">
        {page > 1 && (
          <a
            class="btn quiet sq sm"
            href={to(page - 1)}
            rel="prev"
            aria-label={texts.table.previous}
          >
            <Icon name="chevron-left" small />
          </a>
        )}
        {goesOn && (
          <a class="btn quiet sq sm" href={to(page + 1)} rel="next" aria-label={texts.table.next}>
            <Icon name="chevron-right" small />
          </a>
        )}
      </span>
    </nav>
  );
