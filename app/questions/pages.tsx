import type { VNode } from 'preact';
import { MapDrawing } from '../governance-map/index.ts';
import { Bars } from '../ui/bars.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FormContext, freshForm } from '../ui/form-state.ts';
import { Icon } from '../ui/icon.tsx';
import { Rows } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import type { Answer, Picture, Question } from './question.ts';
import { texts } from './texts.ts';

type Shown = Pick<Question, 'slug' | 'title' | 'about'>;

const home = '/governance/questions';

/** All questions, each with one sentence (spec questions#pages). */
export const overviewPage = (questions: readonly Shown[]): VNode => (
  <Page
    title={texts.title}
    lead={texts.lead}
    action={
      <LinkButton icon="map" to="/governance/map">
        {texts.map}
      </LinkButton>
    }
  >
    <Rows
      of={questions.map(({ slug, title, about }) => ({
        key: slug,
        text: title,
        sub: about,
        to: `${home}/${slug}`,
      }))}
    />
  </Page>
);

export interface QuestionPageProps {
  readonly question: Shown;
  readonly answer: Answer;
  /** The parameters in the address. */
  readonly search: string;
}

/** A question with its fields, the answer as a picture and tables, and exports. */
export const questionPage = ({ question, answer, search }: QuestionPageProps): VNode => {
  const { slug, title, about } = question;
  const { fields, summary, hint, start, picture, tables } = answer;
  const addressOf = (path: string, more = ''): string => {
    const query = [more, search].filter((part) => part !== '').join('&');
    return `${home}/${slug}${path}${query === '' ? '' : `?${query}`}`;
  };
  return (
    <Page
      title={title}
      lead={about}
      module="drawing"
      action={
        tables.length > 0 && (
          <>
            {picture !== undefined && (
              <a class="btn" href={addressOf('.svg')} download={`${slug}.svg`}>
                <Icon name="download" />
                {texts.svg}
              </a>
            )}
            <LinkButton icon="download" to={addressOf('/export.json')}>
              {texts.json}
            </LinkButton>
          </>
        )
      }
    >
      {fields !== null && (
        <form class="map-filters" method="get" action={`${home}/${slug}`} aria-label={texts.ask}>
          <FormContext.Provider value={{ ...freshForm(), prefix: 'ask' }}>
            {fields}
          </FormContext.Provider>
          <span class="btns">
            <Button type="submit" kind="primary">
              {texts.show}
            </Button>
          </span>
        </form>
      )}
      {hint !== undefined && <p class="muted">{hint}</p>}
      {start !== undefined && (
        <EmptyState icon="charter" title={start.title}>
          {start.advice}
        </EmptyState>
      )}
      {summary !== undefined && <Note>{summary}</Note>}
      {picture !== undefined && <PictureOf of={picture} />}
      {tables.map((table) => table.view(addressOf('/export.csv', `table=${table.id}`)))}
    </Page>
  );
};

const PictureOf = ({ of: picture }: { of: Picture }) => (
  <Section id="answer-picture" title={texts.picture}>
    {picture.kind === 'map' ? (
      <MapDrawing
        id="answer-map"
        label={texts.drawn}
        summary={picture.summary}
        of={picture.of}
        query={picture.query}
      />
    ) : (
      <Bars of={picture.bars} />
    )}
  </Section>
);
