import type { VNode } from 'preact';
import { LinkButton } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { State } from '../../ui/word.tsx';
import { texts } from '../texts.ts';
import type { ImportProgress } from '../transfer.ts';
import { progressInWords, shareOf } from './progress.ts';
import { type ResultPageProps, Results } from './result-page.tsx';

/**
 * The page of a long import, for browsers without JavaScript: the style sheet shows only the last
 * stage received.
 */
export const importFrame = (stages: VNode): VNode => (
  <Page
    title={texts.progress.title}
    module="data-manager"
    crumbs={[{ label: texts.title, to: '/data-manager' }]}
  >
    <div class="stages">{stages}</div>
  </Page>
);

/** Renders the progress of one file. The link cancels the import, as leaving the page does. */
export const progressStage = (name: string, progress: ImportProgress, bytes: number): VNode => (
  <div class="stage" role="status">
    <p>
      <State is="working" tone="going">
        {texts.progress.working}
      </State>{' '}
      <strong>{name}</strong>
    </p>
    <progress aria-label={texts.progress.of(name)} max={1} value={shareOf(progress, bytes)} />
    <p class="muted">{progressInWords(progress)}</p>
    <p class="small muted">{texts.progress.leaving}</p>
    <LinkButton to="/data-manager">{texts.import.cancel}</LinkButton>
  </div>
);

/** Renders the result of all files. */
export const lastStage = (results: ResultPageProps): VNode => (
  <div class="stage">
    <Results {...results} />
    <p class="gap-t">
      <LinkButton to="/data-manager">{texts.result.back}</LinkButton>
    </p>
  </div>
);
