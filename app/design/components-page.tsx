import type { ComponentChildren } from 'preact';
import { Button, LinkButton } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { ActionBar, Section } from '../ui/section.tsx';
import { ButtonSamples } from './button-samples.tsx';
import { DecidingSamples } from './deciding-samples.tsx';
import { EditorSamples } from './editor-samples.tsx';
import { FieldSamples } from './field-samples.tsx';
import { MessageSamples } from './message-samples.tsx';
import { OrderSamples } from './order-samples.tsx';
import { RowStates } from './state-samples.tsx';
import { TableSamples, tableStates } from './table-samples.tsx';
import { ColourSamples, IconSamples, TypeSamples } from './token-samples.tsx';
import { WordSamples } from './word-samples.tsx';

const pages = [
  ...tableStates,
  ['Calendar', '/design/calendar'],
  ['Question', '/design/question'],
  ['404', '/design/nowhere'],
  ['500', '/design/broken'],
] as const;

/** Every component in every state; used by the accessibility and screenshot tests. */
export const ComponentsPage = ({ query }: { query: string }) => (
  <Page
    title="Components"
    lead="Every part in every state. Hover, focus and pressed are shown with helper classes."
  >
    <Section id="k-pages" title="Pages and states">
      <ul class="legend" role="list">
        {pages.map(([label, to]) => (
          <li key={to}>
            <a href={to}>{label}</a>
          </li>
        ))}
      </ul>
    </Section>
    <Samples id="k-colour" title="Colour" of={<ColourSamples />} />
    <Samples id="k-type" title="Type" of={<TypeSamples />} />
    <Samples id="k-buttons" title="Buttons" of={<ButtonSamples />} />
    <Samples id="k-fields" title="Fields" of={<FieldSamples />} />
    <Samples id="k-editors" title="Pickers and editors" of={<EditorSamples />} />
    <Samples id="k-words" title="Words with meaning" of={<WordSamples />} />
    <Samples id="k-messages" title="Messages and overlays" of={<MessageSamples />} />
    <Samples id="k-order" title="Navigation and order" of={<OrderSamples />} />
    <Samples id="k-deciding" title="Deciding" of={<DecidingSamples />} />
    <Samples id="k-list" title="List" of={<TableSamples query={query} />} />
    <Samples id="k-rows" title="Table row" of={<RowStates />} />
    <Samples id="k-icons" title="Icons" of={<IconSamples />} />
    <Samples id="k-actions" title="Action bar" of={<ActionSample />} />
  </Page>
);

const Samples = ({ id, title, of }: { id: string; title: string; of: ComponentChildren }) => (
  <Section id={id} title={title}>
    <div>{of}</div>
  </Section>
);

const ActionSample = () => (
  <ActionBar status="2 unsaved changes, 5 users affected">
    <LinkButton to="/design" kind="quiet">
      Discard
    </LinkButton>
    <Button kind="primary">Save role</Button>
  </ActionBar>
);
