import type { VNode } from 'preact';
import { Excerpt } from '../markdown/index.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { Rows } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import type { PaletteResult } from '../ui/palette.tsx';
import { Section } from '../ui/section.tsx';
import { Count } from '../ui/word.tsx';
import type { Results as Found, FoundLine } from './present.ts';
import { most } from './rules.ts';
import { texts } from './texts.ts';

interface SearchProps extends Found {
  readonly words: string;
  readonly pages: readonly PaletteResult[];
  readonly actions: readonly PaletteResult[];
}

/** The global search as a page, for browsers without JavaScript. */
export const searchPage = (props: SearchProps): VNode => {
  const { words, pages, actions, people, committees, positions, documents, items } = props;
  const all = [pages, actions, committees, people, positions, documents, items];
  return (
    <Page title={texts.title} lead={texts.lead}>
      <search>
        <form class="bar" action="/search" aria-label={texts.title}>
          <div class="affix">
            <Icon name="search" small />
            <input
              class="input sm"
              type="search"
              name="q"
              value={words}
              aria-label={texts.words}
              placeholder={texts.words}
              autoComplete="off"
            />
          </div>
          <Button small type="submit">
            {texts.submit}
          </Button>
        </form>
      </search>
      {all.every((each) => each.length === 0) ? (
        <EmptyState icon="search" title={texts.none(words)} role="status">
          {texts.noneAdvice}
        </EmptyState>
      ) : (
        <>
          <Results id="found-pages" title={texts.pages} of={pages} />
          <Results id="found-actions" title={texts.actions} of={actions} />
          <Results id="found-committees" title={texts.committees} of={committees} />
          <Results id="found-people" title={texts.people} of={people} />
          <Results id="found-positions" title={texts.positions} of={positions} />
          <Results id="found-items" title={texts.items} of={items} words={words} />
          <Results id="found-documents" title={texts.documents} of={documents} words={words} />
        </>
      )}
    </Page>
  );
};

interface ResultsProps {
  readonly id: string;
  readonly title: string;
  readonly of: readonly FoundLine[];
  readonly words?: string;
}

const Results = ({ id, title, of, words = '' }: ResultsProps) =>
  of.length === 0 ? null : (
    <Section id={id} title={title} count={<Count n={of.length} />}>
      <Rows
        of={of.map(({ label, note, to, icon, excerpt }) => ({
          key: to,
          lead: <Icon name={icon} small />,
          text: label,
          ...(excerpt === undefined ? {} : { sub: <Excerpt of={excerpt} words={words} /> }),
          to,
          end: note,
        }))}
      />
      {of.length >= most && <p class="small muted">{texts.first(most)}</p>}
    </Section>
  );
