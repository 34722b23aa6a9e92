import type { ComponentChildren } from 'preact';
import { Fragment } from 'preact';
import { Diff } from '../ui/diff.tsx';
import { DescriptionList } from '../ui/list.tsx';
import { Time } from '../ui/time.tsx';
import { differencesOf, type Entry, factsOf } from './present.ts';
import { texts } from './texts.ts';

/**
 * Details of an entry: values before and after, further facts, and its origin.
 * @param withOrigin false for readers who may not see the log, with its addresses and sessions
 */
export const EntryDetail = ({
  withOrigin = true,
  ...entry
}: Entry & { readonly withOrigin?: boolean }) => {
  const differences = differencesOf(entry);
  const facts = factsOf(entry.details);
  return (
    <>
      {differences.length > 0 && <Diff of={differences} />}
      {facts.length > 0 && (
        <div class={differences.length > 0 ? 'gap-t' : ''}>
          <DescriptionList of={facts} />
        </div>
      )}
      {withOrigin && (
        <p class="small muted gap-t">
          {originOf(entry).map((part, place) => (
            <Fragment key={place}>
              {place > 0 && ' · '}
              {part}
            </Fragment>
          ))}
        </p>
      )}
    </>
  );
};

function originOf({
  seq,
  at,
  actorName,
  address,
  requestId,
  sessionHash,
  userAgent,
}: Entry): readonly ComponentChildren[] {
  return [
    texts.entry(Number(seq)),
    <Time key="at" at={at} style="exact" />,
    actorName,
    ...(address === null ? [] : [address]),
    ...(requestId === null ? [] : [<Named key="request" name={texts.request} code={requestId} />]),
    ...(sessionHash === null
      ? []
      : [<Named key="session" name={texts.session} code={sessionHash} />]),
    ...(userAgent === null ? [] : [userAgent]),
  ];
}

const Named = ({ name, code }: { name: string; code: string }) => (
  <>
    {name} <code>{code}</code>
  </>
);
