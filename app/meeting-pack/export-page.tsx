import { renderToString } from 'preact-render-to-string';
import { locale } from '../language.ts';
import { Markdown } from '../markdown/index.ts';
import { below, recordOf } from './export.ts';
import type { Pack } from './pack.ts';
import { factsOf, type PackPart, type PackTable, partsOf } from './parts.ts';
import { texts } from './texts.ts';

/**
 * The page brings its only style, so that a saved copy looks the same. Groups of a table repeat on
 * each printed page: so does the classification.
 */
export const exportStyle = `body{font:11pt/1.5 "Liberation Sans",Arial,sans-serif;color:#111;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2.5rem;border-bottom:1px solid #bbb}h3{font-size:1.1rem;margin-top:2rem}h4,h5,h6{font-size:1rem;margin-top:1.5rem}
h1,h2,h3,h4,h5,h6{break-after:avoid}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt,.facts{color:#444}dd{margin:0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .5rem;border-bottom:1px solid #bbb;vertical-align:top}tr{break-inside:avoid}
.sheet{display:table;width:100%;table-layout:fixed}.above{display:table-header-group}.below{display:table-footer-group}
.mark{text-align:center;font-weight:700}.scroll{overflow-x:auto}
.vh{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
footer{margin-top:3rem;color:#444;font-size:.85rem}@page{margin:18mm;@bottom-right{content:counter(page) ' / ' counter(pages);font:9pt sans-serif;color:#444}}@media print{body{margin:0;max-width:none;padding:0}.points{break-before:page}}`;

/** A pack as a page of its own, for print (spec meeting-pack#export). */
export const exportPage = (pack: Pack): string =>
  `<!doctype html>\n${renderToString(<PackDocument {...pack} />)}\n`;

const PackDocument = (pack: Pack) => {
  const { content, number, sha256 } = pack;
  const title = texts.fileTitle(content.meeting);
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: exportStyle }} />
      </head>
      <body>
        <div class="sheet">
          <Mark is={content.classification} at="above" />
          <div>
            <main>
              <h1>{title}</h1>
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
      </body>
    </html>
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
