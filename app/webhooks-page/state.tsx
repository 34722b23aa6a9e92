import { Time } from '../ui/time.tsx';
import { State } from '../ui/word.tsx';
import { allEvents, type Webhook } from '../webhooks/index.ts';
import { texts } from './texts.ts';

/** Which events a webhook gets, in short. */
export function eventsInWords({ events, torId, committee }: Webhook) {
  const which = events.includes(allEvents) ? texts.allEvents : texts.groups(events.length);
  return (
    <span>
      {which}
      {torId !== null && (
        <span class="sub">{texts.within(committee ?? texts.deletedCommittee)}</span>
      )}
    </span>
  );
}

/** Active, failing, or disabled, and since when. */
export const WebhookState = ({
  of: { disabledBecause, disabledAt, failingSince },
}: {
  of: Webhook;
}) => {
  const since = disabledAt ?? failingSince;
  const word =
    disabledBecause !== null ? (
      <State
        is={disabledBecause === 'user' ? 'ended' : 'bad'}
        {...(disabledBecause !== 'user' && { tone: 'bad' as const })}
      >
        {texts.states[disabledBecause]}
      </State>
    ) : failingSince === null ? (
      <State is="done" tone="good">
        {texts.states.active}
      </State>
    ) : (
      <State is="warning">{texts.states.failing}</State>
    );
  return (
    <span>
      {word}
      {since !== null && (
        <span class="sub">
          {texts.since} <Time at={since} style="moment" inSentence />
        </span>
      )}
    </span>
  );
};
