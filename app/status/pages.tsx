import { Icon, type IconName } from '../ui/icon.tsx';
import { type Frame, Page } from '../ui/page.tsx';
import { durationInWords, Moment } from '../ui/time.tsx';
import type { State, StatusRow } from './present.ts';

export interface StatusPageProps {
  readonly frame: Frame;
  readonly rows: readonly StatusRow[];
  readonly facts: { readonly startedAt: Date; readonly node: string; readonly schemaRange: { readonly min: string; readonly max: string } };
  readonly now: Date;
}

/** Where this environment stands: each of its parts, and what to do about one that isn't as it should be. */
export const StatusPage = ({ frame, rows, facts, now }: StatusPageProps) => {
  const title = headline(rows);
  return (
    <Page title={title} frame={frame}>
      <div class="head">
        <h1>{title}</h1>
        <p>
          As of <Moment at={now} />, up for {durationInWords(now.getTime() - facts.startedAt.getTime())}
        </p>
      </div>
      <div class="split">
        <section class="sec" aria-labelledby="parts">
          <h2 id="parts">Parts</h2>
          <ul class="rows">
            {rows.map((row) => (
              <Row key={row.name} row={row} />
            ))}
          </ul>
        </section>
        <aside class="aside" aria-labelledby="process">
          <section class="sec">
            <h2 id="process">This process</h2>
            <dl class="meta">
              <dt>Version</dt>
              <dd>{frame.version}</dd>
              <dt>Serves</dt>
              <dd>
                schema {facts.schemaRange.min} to {facts.schemaRange.max}
              </dd>
              <dt>Started</dt>
              <dd>
                <Moment at={facts.startedAt} />
              </dd>
              <dt>Runs on</dt>
              <dd>Node {facts.node}</dd>
              <dt>Probes</dt>
              <dd>
                <a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a>
              </dd>
            </dl>
          </section>
        </aside>
      </div>
    </Page>
  );
};

const icons: Readonly<Record<State, IconName>> = { good: 'done', waiting: 'waiting', bad: 'ended', off: 'off' };

const Row = ({ row: { name, state, text, advice, at } }: { row: StatusRow }) => (
  <li class={state}>
    <Icon name={icons[state]} />
    <span class="name">{name}</span>
    <span class="what">
      {text}
      {advice !== undefined && <span class="sub">{advice}</span>}
    </span>
    <span class="end">{at !== undefined && <Moment at={at} />}</span>
  </li>
);

function headline(rows: readonly StatusRow[]): string {
  if (rows.some(({ state }) => state === 'bad')) return 'Not ready';
  return rows.some(({ state }) => state === 'waiting') ? 'Running, with something left to do' : 'Running';
}
