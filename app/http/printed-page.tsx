import { createHash } from 'node:crypto';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { locale } from '../language.ts';
import { type Answer, download, withHeaders } from './answers.ts';

/** The styles of all printed pages. */
const look = `body{font:11pt/1.5 "Liberation Sans",Arial,sans-serif;color:#111;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25}h2{border-bottom:1px solid #bbb;break-after:avoid}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{color:#444}dd{margin:0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .5rem;border-bottom:1px solid #bbb;vertical-align:top}
.mark{text-align:center;font-weight:700}.scroll{overflow-x:auto}.vh{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
footer{margin-top:3rem;color:#444;font-size:.85rem}@page{@bottom-right{content:counter(page) ' / ' counter(pages);font:9pt sans-serif;color:#444}}@media print{body{margin:0;max-width:none;padding:0}}
`;

interface PrintedPage {
  readonly title: string;
  /** Rules beside those of all printed pages. */
  readonly style: string;
  readonly body: VNode;
  readonly fileName: string;
}

/**
 * A page of its own, for print. It brings its only style, so that a saved copy looks the same, and
 * allows nothing else.
 */
export function printed({ title, style, body, fileName }: PrintedPage): Answer {
  const css = `${look}${style}`;
  const document = renderToString(
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>{body}</body>
    </html>,
  );
  const file = { body: `<!doctype html>\n${document}\n`, type: 'text/html; charset=utf-8' };
  const hash = createHash('sha256').update(css).digest('base64');
  return withHeaders(download(file), {
    'Content-Disposition': `inline; filename="${fileName}"`,
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  });
}
