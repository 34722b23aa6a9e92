import { type RowEntry, Rows } from '../ui/list.tsx';
import { Section } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import type { Transfer } from './holdings.ts';
import { texts } from './texts.ts';
import { importModes } from './upload/schema.ts';

/** Recent imports and exports, for readers of the audit log. */
export const History = ({ of }: { of: readonly Transfer[] }) => (
  <div class="past" data-history="">
    <Section
      id="history"
      title={texts.history.title}
      end={<a href="/audit?action=data">{texts.history.all}</a>}
    >
      {of.length === 0 ? (
        <p class="small muted">{texts.history.none}</p>
      ) : (
        <Rows of={of.map(rowOf)} />
      )}
    </Section>
  </div>
);

const modeNames: Readonly<Record<string, string>> = Object.fromEntries(
  importModes.map((mode) => [mode, texts.import.modes[mode].label]),
);

const rowOf = (transfer: Transfer): RowEntry => {
  const sub = detailOf(transfer);
  return {
    key: transfer.seq,
    text: (
      <>
        {transfer.by}{' '}
        {transfer.action === 'data.imported' ? texts.history.imported : texts.history.exported}
      </>
    ),
    ...(sub === '' ? {} : { sub }),
    end: <Time at={transfer.at} style="relative" />,
  };
};

function detailOf({ action, outcome, details }: Transfer): string {
  const n = (key: string): number => (typeof details?.[key] === 'number' ? details[key] : 0);
  const named = (key: string, names: Readonly<Record<string, string>>): readonly string[] => {
    const name = names[String(details?.[key])];
    return name === undefined ? [] : [name];
  };
  const counts =
    action === 'data.imported'
      ? texts.history.counts(n('created'), n('updated'), n('skipped'), n('error_count'))
      : texts.history.exportCounts(n('entities'), n('relations'));
  const isDry = details?.['dryRun'] === true;
  return [
    typeof details?.['file'] === 'string' ? details['file'] : '',
    counts,
    ...named('mode', modeNames),
    ...named('format', texts.history.formats),
    ...(isDry ? [texts.history.dryRun] : []),
    ...(outcome === 'success' ? [] : [texts.history.failed]),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
