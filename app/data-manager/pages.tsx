import type { VNode } from 'preact';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { ExportForm } from './export/export-form.tsx';
import type { Holdings } from './holdings.ts';
import { RunningImports } from './running-imports.tsx';
import { texts } from './texts.ts';
import { History } from './transfer-history.tsx';
import { ImportForm } from './upload/import-form.tsx';
import { Run } from './upload/run.tsx';

export interface DataManagerProps extends Holdings {
  readonly maxBytes: number;
  readonly needsProof: boolean;
  /** Whether the reader may see past transfers. */
  readonly showsHistory: boolean;
  /** The selection, after a refusal. */
  readonly importState?: FormState;
  readonly exportState?: FormState;
}

const address = '/data-manager';

export const dataManagerPage = (props: DataManagerProps): VNode => (
  <Page title={texts.title} lead={texts.lead} module="data-manager">
    <Run />
    <div class="duo in-out">
      <Section id="import-title" title={texts.import.title}>
        <ImportForm
          state={props.importState ?? freshForm({ mode: 'skip' })}
          maxBytes={props.maxBytes}
          needsProof={props.needsProof}
        />
      </Section>
      <Section id="export-title" title={texts.export.title}>
        <ExportForm
          types={props.types}
          state={props.exportState ?? freshForm({ format: 'json', scope: 'all' })}
        />
      </Section>
    </div>
    <div data-follow={address} data-state={`${address}/state`}>
      <div id="running-imports" data-part="">
        <RunningImports of={props.running} />
      </div>
      <div id="past-transfers" data-part="">
        {props.showsHistory && <History of={props.transfers} />}
      </div>
    </div>
  </Page>
);
