import type { VNode } from 'preact';
import { Markdown } from '../markdown/index.ts';
import { below, recordOf } from './export.ts';
import type { Pack } from './pack.ts';
import { factsOf, type PackPart, type PackTable, partsOf } from './parts.ts';
import { texts } from './texts.ts';

/** Groups of a table repeat on each printed page: so does the classification. */
export const exportStyle = `h2{font-size:1.25rem;margin-top:2.5rem}h3{font-size:1.1rem;margin-top:2rem}h4,h5,h6{font-size:1rem;margin-top:1.5rem}
h1,h3,h4,h5,h6{break-after:avoid}.facts{color:#444}tr{break-inside:avoid}
.sheet{display:table;width:100%;table-layout:fixed}.above{display:table-header-group}.below{display:table-footer-group}
@page{margin:18mm}@media print{.points{break-before:page}}`;

/** A pack as a page of its own, for print (spec meeting-pack#export). */
export const exportPage = (pack: Pack): VNode => {
  const { content, number, sha256 } = pack;
  return (
    <div class="sheet">
      <Mark is={content.classification} at="above" />
      <div>
        <main>
          <h1>{texts.fileTitle(content.meeting)}</h1>
          <dl>
            {[...factsOf(content), ...recordOf(pack)].map(([name, value]) => (
              <>
                <dt key={name}>{name}</dt>
                <dd>{value}</dd>
              </>
            ))}
          </dl>
          {partsOf(content).map((part, place) => (
            <Part key={`${place}-${part.title}`} of={part} />
          ))}
        </main>
        <footer>
          <p>{texts.foot(content.meeting, number, sha256)}</p>
        </footer>
      </div>
      <Mark is={content.classification} at="below" />
    </div>
  );
};

const Mark = ({ is, at }: { is: string; at: 'above' | 'below' }) =>
  is === '' ? null : (
    <div class={at}>
      <p class="mark">{is}</p>
    </div>
  );

const Part = ({ of: { level, title, facts = [], text = '', table } }: { of: PackPart }) => {
  const Tag = `h${level}` as 'h2';
  return (
    <section>
      <Tag>{title}</Tag>
      {facts.length > 0 && <p class="facts">{facts.join(', ')}</p>}
      {text !== '' && <Markdown text={text} headings={below(level)} />}
      {table !== undefined && <Table of={table} />}
    </section>
  );
};

const Table = ({ of: { caption, head, rows, named } }: { of: PackTable }) => (
  <div class="scroll">
    <table>
      <caption class="vh">{caption}</caption>
      <thead>
        <tr>
          {head.map((label) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, place) => (
          <tr key={`${place}-${cells[named]}`}>
            {cells.map((cell, at) =>
              at === named ? (
                <th key={head[at]} scope="row">
                  {cell}
                </th>
              ) : (
                <td key={head[at]}>{cell}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
