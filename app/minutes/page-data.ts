import type { Committee } from '../authority/index.ts';
import { AppError } from '../errors.ts';
import { missing } from '../http/answers.ts';
import type { OwnCall } from '../http/call.ts';
import type { Services } from '../services.ts';
import type { MinutesPowers } from './minutes.ts';
import { type FoundMinutes, findCommitteeOfMinutes, findMinutes } from './queries.ts';
import { type AnyOf, meetsAny, needs, signsAs } from './rules.ts';
import { texts } from './texts.ts';

export type MinutesCall = OwnCall & { readonly id: string };

/** Minutes that a reader may see, with their committee and what the reader may do. */
export interface Opened {
  readonly committee: Committee;
  readonly minutes: FoundMinutes;
  readonly powers: MinutesPowers;
}

interface Wanted {
  readonly needs: AnyOf;
  /** The refusal. */
  readonly words: string;
}

export const toView: Wanted = { needs: needs.view, words: texts.forbidden.view };
export const toEdit: Wanted = { needs: needs.edit, words: texts.forbidden.edit };
export const toApprove: Wanted = { needs: needs.approve, words: texts.forbidden.approve };
export const toExport: Wanted = { needs: needs.export, words: texts.forbidden.export };

/**
 * Opens minutes for a reader, in two statements. Throws 404 if there are none, and 403 for users
 * who hold nothing that allows it in the committee (spec minutes#access).
 */
export const opener =
  ({ db }: Pick<Services, 'db'>) =>
  async (
    { id, actor, now }: MinutesCall,
    { needs: any, words, verify = false }: Wanted & { readonly verify?: boolean } = toView,
  ): Promise<Opened> => {
    const [committee, minutes] = await Promise.all([
      findCommitteeOfMinutes(db, id, { id: actor.id, now }),
      findMinutes(db, id, { verify }),
    ]);
    if (committee === undefined || minutes === undefined) throw missing();
    const may = (of: AnyOf) => meetsAny(of, actor.permissions, committee);
    if (!may(any)) throw new AppError('forbidden', { message: words, status: 403 });
    return {
      ...{ committee, minutes },
      powers: {
        ...{ edit: may(needs.edit), approve: may(needs.approve), record: may(needs.record) },
        export: may(needs.export),
        sign: signsAs({ ...committee, id: actor.id }, minutes),
      },
    };
  };
