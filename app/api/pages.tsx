import type { VNode } from 'preact';
import { Fold } from '../ui/accordion.tsx';
import { LinkButton } from '../ui/button.tsx';
import { DescriptionList } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Tag } from '../ui/word.tsx';
import type { DocumentedOperation, DocumentedReply, OpenApi } from './document.ts';
import { curlOf, schemaInWords, typeInWords } from './present.ts';
import { texts } from './texts.ts';

const words = texts.page;

interface DocsProps {
  readonly document: OpenApi;
  /** Origin of this server, for the examples. */
  readonly server: string;
}

export const docsPage = ({ document, server }: DocsProps): VNode => {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  const root = `${server}${document.servers[0]?.url ?? ''}`;
  return (
    <Page
      title={words.title}
      lead={<Sentences text={document.info.description} />}
      action={
        <>
          <LinkButton to="/account/tokens">{words.tokens}</LinkButton>
          <LinkButton to="/api/v1/openapi.json" download>
            {words.download}
          </LinkButton>
        </>
      }
    >
      {document.tags.map(({ name }) => {
        const members = all.filter(({ operation }) => operation.tags.includes(name));
        return (
          <Section key={name} id={name.toLowerCase()} title={name}>
            {members.map(({ method, path, operation }) => (
              <Fold
                key={operation.operationId}
                id={operation.operationId}
                title={
                  <>
                    <Tag>{method}</Tag> <code>{path}</code>
                  </>
                }
                end={operation.summary}
              >
                <OperationDetail
                  operation={operation}
                  example={curlOf({
                    method,
                    path,
                    operation,
                    root,
                    schemas: document.components.schemas,
                  })}
                />
              </Fold>
            ))}
          </Section>
        );
      })}
      <Section id="schemas" title={words.schemas}>
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <Fold key={name} id={`schema-${name}`} title={<code>{name}</code>}>
            <SimpleTable
              caption={name}
              of={schemaInWords(schema)}
              rowKey={(member) => member.name}
              columns={[
                {
                  label: words.columns.name,
                  header: true,
                  cell: (member) => <code>{member.name}</code>,
                },
                { label: words.columns.type, cell: (member) => member.type },
                { label: words.columns.about, cell: (member) => member.about },
              ]}
            />
          </Fold>
        ))}
      </Section>
    </Page>
  );
};

/** The document's prose uses no Markdown but code marks. */
const Sentences = ({ text }: { text: string }) => (
  <>
    {text
      .split('`')
      .map((part, place) => (place % 2 === 0 ? part : <code key={part}>{part}</code>))}
  </>
);

const OperationDetail = ({
  operation,
  example,
}: {
  operation: DocumentedOperation;
  example: string;
}) => {
  const { description, parameters, requestBody, responses } = operation;
  const body = requestBody?.content['application/json'];
  const all = Object.entries(responses);
  return (
    <div class="stack">
      {description !== undefined && <p>{description}</p>}
      <DescriptionList
        of={[
          [words.needs, <code key="needs">{operation['x-permission']}</code>],
          [words.body, body && <code key="body">{typeInWords(body.schema)}</code>],
          [
            words.replies,
            <Replies key="replies" of={all.filter(([status]) => Number(status) < 400)} />,
          ],
          [
            words.refusals,
            <Replies key="refusals" of={all.filter(([status]) => Number(status) >= 400)} />,
          ],
        ]}
      />
      {parameters.length > 0 && (
        <SimpleTable
          caption={`${words.parameters}: ${operation.summary}`}
          of={parameters}
          rowKey={({ name }) => name}
          columns={[
            { label: words.columns.name, header: true, cell: ({ name }) => <code>{name}</code> },
            { label: words.columns.place, cell: (each) => words.places[each.in] },
            {
              label: words.columns.type,
              cell: ({ schema, required }) =>
                required ? `${typeInWords(schema)}, ${words.required}` : typeInWords(schema),
            },
            { label: words.columns.about, cell: (each) => each.description ?? '' },
          ]}
        />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys */}
      <section class="scroll" aria-label={`${words.example}: ${operation.summary}`} tabIndex={0}>
        <pre class="example">{example}</pre>
      </section>
    </div>
  );
};

/** Statuses with their meaning, and their response unless it is a problem document. */
const Replies = ({
  of,
}: {
  of: readonly (readonly [status: string, reply: DocumentedReply])[];
}) => (
  <>
    {of.map(([status, { description, content }], place) => {
      const schema = content?.['application/json']?.schema;
      return (
        <span key={status}>
          {place > 0 && ' · '}
          {status} {description}
          {schema !== undefined && (
            <>
              {' '}
              <code>{typeInWords(schema)}</code>
            </>
          )}
        </span>
      );
    })}
  </>
);
