import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { DescriptionList } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Section } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import { Code } from '../ui/word.tsx';
import { MinutesFrame } from './frame.tsx';
import { capacities, type Minutes, type Verification } from './minutes.ts';
import { fileNameOf } from './present.ts';
import { texts } from './texts.ts';

/** The hash and the signatures of approved minutes, beside them. */
export const RecordPart = ({ minutes: { id, record } }: { minutes: Minutes }) =>
  record === null ? null : (
    <Section id="record" title={texts.record.title}>
      <DescriptionList
        of={[
          [texts.record.hash, <Code key="hash">{`${record.sha256.slice(0, 16)}…`}</Code>],
          ...signatureLines(record),
        ]}
      />
      <p class="small gap-t">
        <a href={`/minutes/${id}/verify`}>{texts.record.verify}</a>
      </p>
    </Section>
  );

const signatureLines = ({ signatures }: NonNullable<Minutes['record']>) =>
  capacities.map((capacity) => {
    const signature = signatures.find((one) => one.capacity === capacity);
    return [
      texts.record.by[capacity],
      signature === undefined ? (
        texts.record.none
      ) : (
        <>
          {signature.by}
          {signature.at !== null && (
            <>
              , <Time at={signature.at} style="moment" inSentence />
            </>
          )}
        </>
      ),
    ] as const;
  });

interface VerificationProps {
  readonly committee: Committee;
  readonly minutes: Minutes;
}

const words = texts.verification;

/** Whether approved minutes still equal their record (spec minutes#verification). */
export const verificationPage = (props: VerificationProps): VNode => {
  const { committee, minutes } = props;
  const { record, verification } = minutes;
  return (
    <MinutesFrame
      committee={committee}
      minutes={minutes}
      title={words.title}
      lead={words.lead}
      isBelow
    >
      {record === null || verification === null ? (
        <EmptyState icon="lock" title={words.notApproved} />
      ) : (
        <>
          <Verdict {...verification} sha256={record.sha256} />
          <DescriptionList
            of={[
              [words.recorded, <Time key="recorded" at={record.recordedAt} style="moment" />],
              [words.hash, <Code key="hash">{record.sha256}</Code>],
              [words.computed, <Code key="computed">{verification.computed}</Code>],
              ...signatureLines(record),
            ]}
          />
          <Section id="yourself" title={words.download}>
            <p>{words.how}</p>
            <pre>
              <code>{words.command(fileNameOf(minutes.id, 'json'))}</code>
            </pre>
            <LinkButton to={`/minutes/${minutes.id}/record.json`} icon="download" download>
              {words.download}
            </LinkButton>
          </Section>
        </>
      )}
    </MinutesFrame>
  );
};

const Verdict = ({ computed, isSame, sha256 }: Verification & { sha256: string }) => {
  if (computed !== sha256) return <Note tone="error">{words.broken}</Note>;
  if (!isSame) return <Note tone="error">{words.changed}</Note>;
  return <Note tone="success">{words.good}</Note>;
};
