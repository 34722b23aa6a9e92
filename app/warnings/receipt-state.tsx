import { State, type StateProps } from '../ui/word.tsx';
import { texts } from './texts.ts';
import type { ReceiptStatus } from './warning.ts';

const looks: Readonly<Record<ReceiptStatus, Pick<StateProps, 'is' | 'tone'>>> = {
  unread: { is: 'working', tone: 'going' },
  read: { is: 'done' },
  forwarded: { is: 'done' },
  deleted: { is: 'ended' },
  resolved: { is: 'done', tone: 'good' },
};

/** The state of a receipt: icon and word. */
export const ReceiptState = ({ of }: { of: ReceiptStatus }) => (
  <State {...looks[of]}>{texts.statuses[of]}</State>
);
