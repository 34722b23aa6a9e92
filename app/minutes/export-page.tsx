import { renderToString } from 'preact-render-to-string';
import { locale } from '../language.ts';
import { Markdown } from '../markdown/index.ts';
import { classificationOf, type Exported, factsOf, partsOf } from './export.ts';
import { texts } from './texts.ts';

/** The page brings its only style, so that a saved copy looks the same. */
export const exportStyle = `body{font:11pt/1.5 "Liberation Sans",Arial,sans-serif;color:#111;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #bbb;break-after:avoid}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{color:#444}dd{margin:0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .5rem;border-bottom:1px solid #bbb;vertical-align:top}
.mark{text-align:center;font-weight:700}.scroll{overflow-x:auto}.vh{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
footer{margin-top:3rem;color:#444;font-size:.85rem}@page{margin:20mm;@bottom-right{content:counter(page) ' / ' counter(pages);font:9pt sans-serif;color:#444}}@media print{body{margin:0;max-width:none;padding:0}}`;

/** Approved minutes as a page of their own, for print (spec minutes#export). */
export const exportPage = (exported: Exported): string =>
  `<!doctype html>\n${renderToString(<ExportDocument {...exported} />)}\n`;

const ExportDocument = (exported: Exported) => {
  const { label } = exported.minutes;
  const mark = classificationOf(exported);
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{label}</title>
        <style dangerouslySetInnerHTML={{ __html: exportStyle }} />
      </head>
      <body>
        {mark !== '' && <p class="mark">{mark}</p>}
        <main>
          <h1>{label}</h1>
          <dl>
            {factsOf(exported).map(([name, value]) => (
              <>
                <dt key={name}>{name}</dt>
                <dd>{value}</dd>
              </>
            ))}
          </dl>
          {partsOf(exported).map(({ title, body }) => (
            <section key={title}>
              <h2>{title}</h2>
              <Markdown text={body} headings={3} />
            </section>
          ))}
        </main>
        <footer>
          <p>{texts.export.foot(label)}</p>
          {mark !== '' && <p class="mark">{mark}</p>}
        </footer>
      </body>
    </html>
  );
};
