import { Rows } from '../ui/list.tsx';
import { Section } from '../ui/section.tsx';
import type { RunningImport } from './running-store.ts';
import { texts } from './texts.ts';
import { progressInWords } from './upload/progress.ts';

/** Running imports of all users. */
export const RunningImports = ({ of }: { of: readonly RunningImport[] }) =>
  of.length === 0 ? null : (
    <div class="past">
      <Section id="running" title={texts.running.title}>
        <Rows
          of={of.map(({ id, by, file, progress }) => ({
            key: id,
            text: texts.running.by(by ?? texts.running.system, file ?? texts.running.document),
            sub: progressInWords(progress),
          }))}
        />
      </Section>
    </div>
  );
