import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Section } from '../../ui/section.tsx';
import { texts as common } from '../../ui/texts.ts';
import { texts } from '../texts.ts';
import { modeOptions } from './import-form.tsx';
import { nothing } from './present.ts';
import { Counts } from './result-page.tsx';

/**
 * Where the script shows the progress of an import. Hidden until one starts; without JavaScript a
 * separate page shows the result.
 */
export const Run = () => (
  <div data-run="" hidden>
    <Section
      id="progress"
      title={texts.progress.title}
      end={
        <button class="btn danger sm" type="button" data-cancel="">
          {texts.import.cancel}
        </button>
      }
    >
      <ul class="rows" role="list" data-files="" />
    </Section>
    <div data-result="" hidden>
      <Section id="result" title={texts.result.title}>
        <p class="muted" data-dry="" hidden>
          {texts.result.dryRun}
        </p>
        <Counts of={nothing} />
      </Section>
    </div>
    <div data-errors="" hidden>
      <Section
        id="errors"
        title={texts.errors.title}
        count={<span data-count="" />}
        end={<RetryAll />}
      >
        <Errors />
      </Section>
    </div>
    <Templates />
    <Editor />
  </div>
);

const RetryAll = () => (
  <>
    <label class="vh" for="retry-mode">
      {texts.errors.retryMode}
    </label>
    <select class="input sm fit" id="retry-mode" data-retry-mode="">
      {modeOptions.map(({ value, label }) => (
        <option key={value} value={value} selected={value === 'upsert'}>
          {label}
        </option>
      ))}
    </select>
    <button class="btn sm" type="button" data-retry-all="">
      {texts.errors.retryAll}
    </button>
    <button class="btn quiet sm" type="button" data-skip-all="">
      {texts.errors.skipAll}
    </button>
  </>
);

const Errors = () => (
  <>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys */}
    <section class="scroll" aria-label={common.table.region(texts.errors.title)} tabIndex={0}>
      <table class="table cards" role="table">
        <caption class="vh">{texts.errors.title}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {texts.errors.item}
            </th>
            <th scope="col" role="columnheader">
              {texts.errors.reason}
            </th>
            <th scope="col" role="columnheader">
              {texts.result.file}
            </th>
            <th scope="col" role="columnheader" class="num">
              <span class="vh">{texts.errors.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup" data-rows="" />
      </table>
    </section>
    <div class="acts gap-t">
      <button class="btn sm" type="button" data-more="" hidden />
      <span class="muted small" data-limited="" hidden>
        {texts.errors.limited}
      </span>
    </div>
  </>
);

/** Rows for the script to fill in: the markup is here, the texts are in the catalogue. */
const Templates = () => (
  <>
    <template id="file-row">
      <li>
        <span class="lead" data-state="" />
        <span class="grow">
          <span data-name="" />
          <span class="sub" data-says="" />
          <progress max="1" value="0" hidden />
        </span>
      </li>
    </template>
    <template id="error-row">
      <tr role="row">
        <th scope="row" role="rowheader">
          <code data-name="" />
        </th>
        <td role="cell" data-label={texts.errors.reason} data-reason="" />
        <td role="cell" data-label={texts.result.file} data-file="" />
        <td role="cell" class="num">
          <span class="acts row-acts">
            <button class="btn quiet sm" type="button" data-do="edit" aria-haspopup="dialog">
              {texts.errors.edit}
            </button>
            <button class="btn quiet sm" type="button" data-do="force">
              {texts.errors.force}
            </button>
            <button class="btn quiet sm" type="button" data-do="skip">
              {texts.errors.skip}
            </button>
          </span>
        </td>
      </tr>
    </template>
    <template id="chosen-row">
      <li>
        <Icon name="document" />
        <span class="grow">
          <span data-name="" /> <span class="muted" data-size="" />
          <span class="err" data-problem="" hidden />
        </span>
        <button class="btn quiet sq sm" type="button" data-remove="">
          <Icon name="close" small />
        </button>
      </li>
    </template>
  </>
);

const Editor = () => (
  <dialog class="dialog pop wide" id="item-editor" aria-labelledby="item-editor-title">
    <form class="stack" method="dialog" noValidate>
      <h2 id="item-editor-title">{texts.editor.title}</h2>
      <p class="muted" data-reason="" />
      <div class="field">
        <label for="item-editor-text">{texts.editor.label}</label>
        <p class="err" id="item-editor-error" data-error="" role="alert" hidden />
        <textarea
          class="input mono"
          id="item-editor-text"
          rows={14}
          spellcheck={false}
          autocapitalize="none"
          aria-describedby="item-editor-error"
        />
      </div>
      <div class="acts">
        <Button closes="item-editor">{texts.editor.keep}</Button>
        <Button kind="primary" type="submit">
          {texts.editor.retry}
        </Button>
      </div>
    </form>
  </dialog>
);
