import type { VNode } from 'preact';
import { Page } from '../ui/page.tsx';
import { Prose, Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Code } from '../ui/word.tsx';
import { eventGroups } from '../webhooks/index.ts';
import { Example } from './example.tsx';
import { texts as words } from './guide-texts.ts';
import { messageExample, receiverExample, shellExample } from './present.ts';

/** How a program receives webhooks and verifies them (spec webhooks#signatures). */
export const guidePage = (): VNode => (
  <Page title={words.title} short={words.short} lead={words.lead}>
    <Section id="request" title={words.request}>
      <div class="stack">
        <Prose>
          <p>{words.requestText}</p>
        </Prose>
        <SimpleTable
          caption={words.request}
          of={Object.entries(words.headers.rows)}
          rowKey={([name]) => name}
          columns={[
            {
              label: words.headers.header,
              header: true,
              cell: ([name]) => <Code>{name}</Code>,
            },
            { label: words.headers.meaning, cell: ([, meaning]) => meaning },
          ]}
        />
        <Example label={words.examples.message}>{messageExample}</Example>
      </div>
    </Section>
    <Section id="verify" title={words.verify}>
      <div class="stack">
        <Prose>
          <p>{words.verifyText}</p>
        </Prose>
        <Example label={words.examples.receiver}>{receiverExample}</Example>
        <Prose>
          <p>{words.byHand}</p>
        </Prose>
        <Example label={words.examples.shell}>{shellExample}</Example>
      </div>
    </Section>
    <Section id="repeats" title={words.repeats}>
      <Prose>
        <p>{words.repeatsText}</p>
      </Prose>
    </Section>
    <Section id="retries" title={words.retries}>
      <Prose>
        <p>{words.retriesText}</p>
      </Prose>
    </Section>
    <Section id="events" title={words.events}>
      <div class="stack">
        <Prose>
          <p>{words.eventsText}</p>
        </Prose>
        <SimpleTable
          caption={words.events}
          of={eventGroups()}
          rowKey={([code]) => code}
          columns={[
            { label: words.group, header: true, cell: ([, label]) => label },
            { label: words.types, cell: ([code]) => <Code>{`${code}.`}</Code> },
          ]}
        />
      </div>
    </Section>
  </Page>
);
