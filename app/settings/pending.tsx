import { PostButton } from '../ui/post-button.tsx';
import { Panel, Section } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import { mayChangeSecurity } from './judgement.ts';
import type { Reader } from './pages.tsx';
import type { PendingChange, Setting } from './rules.ts';
import { texts } from './texts.ts';

const words = texts.pending;

/** Changes of security settings that wait for confirmation, with requester and deadline. */
export const PendingChanges = ({
  settings,
  reader,
}: {
  readonly settings: readonly Setting[];
  readonly reader: Reader;
}) => {
  const waiting = settings.flatMap((setting) =>
    setting.pending ? [{ setting, change: setting.pending }] : [],
  );
  if (waiting.length === 0) return null;
  return (
    <Section id="settings-pending" title={words.title} count={waiting.length}>
      <div class="stack">
        {waiting.map(({ setting, change }) => (
          <Waiting key={change.id} setting={setting} change={change} reader={reader} />
        ))}
      </div>
    </Section>
  );
};

interface WaitingProps {
  readonly setting: Setting;
  readonly change: PendingChange;
  readonly reader: Reader;
}

const Waiting = ({ setting: { label, value }, change, reader }: WaitingProps) => {
  const isOwn = change.requesterId === reader.id;
  return (
    <Panel stack>
      <p class="strong">{words.line(label, value, change.value)}</p>
      <p class="small muted">
        {words.by(change.requestedBy)}{' '}
        <Time at={new Date(change.requestedAt)} style="moment" inSentence />, {words.until}{' '}
        <Time at={new Date(change.expiresAt)} style="moment" inSentence />. {isOwn && words.another}
      </p>
      {mayChangeSecurity(reader.powers) && (
        <div class="acts">
          {!isOwn && (
            <Act
              to={`/settings/changes/${change.id}/confirm`}
              what={words.confirm}
              label={label}
              kind="primary"
            />
          )}
          <Act
            to={`/settings/changes/${change.id}/withdraw`}
            what={words.withdraw}
            label={label}
            kind="default"
          />
        </div>
      )}
    </Panel>
  );
};

interface ActProps {
  readonly to: string;
  readonly what: string;
  readonly label: string;
  readonly kind: 'primary' | 'default';
}

const Act = ({ to, what, label, kind }: ActProps) => (
  <PostButton to={to} small kind={kind} label={words.ofLabel(what, label)}>
    {what}
  </PostButton>
);
