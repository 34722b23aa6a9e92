import type { VNode } from 'preact';
import { Markdown } from '../markdown/index.ts';
import { classificationOf, type Exported, factsOf, partsOf } from './export.ts';
import { texts } from './texts.ts';

export const exportStyle = 'h2{font-size:1.2rem;margin-top:2rem}@page{margin:20mm}';

/** Approved minutes as a page of their own, for print (spec minutes#export). */
export const exportPage = (exported: Exported): VNode => {
  const { label } = exported.minutes;
  const mark = classificationOf(exported);
  return (
    <>
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
    </>
  );
};
