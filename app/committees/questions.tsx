import type { VNode } from 'preact';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { Confirm } from '../ui/dialog.tsx';
import { Page } from '../ui/page.tsx';
import type { Dependants } from './committee.ts';
import { deletedWith, mayDelete } from './rules.ts';
import { texts } from './texts.ts';

const words = texts.deletion;

/** Asks before a committee is deleted, and names what goes with it, or why it stays. */
export const deletePage = (committee: EntitySnapshot, dependants: Dependants): VNode => {
  const { id, label } = committee;
  const verdict = mayDelete(label, dependants);
  const crumbs = [{ label, to: `/tor/${id}` }];
  const archived = committee.properties['status'] === 'archived';
  return (
    <Page title={words.title(label)} crumbs={crumbs} short={words.confirm} bare>
      {verdict === true ? (
        <Confirm
          title={words.title(label)}
          to={`/tor/${id}/delete`}
          confirm={words.confirm}
          keep={words.keep}
          back={`/tor/${id}`}
        >
          <p>{words.takes(deletedWith(dependants))}</p>
          <p>{words.final}</p>
        </Confirm>
      ) : (
        <Confirm
          title={words.cannot(label)}
          to={archived ? `/tor/${id}/restore` : `/tor/${id}/archive`}
          confirm={archived ? texts.menu.restoreCommittee : texts.menu.archiveCommittee}
          tone="primary"
          keep={words.keepUnchanged}
          back={`/tor/${id}`}
        >
          <p>{verdict}</p>
        </Confirm>
      )}
    </Page>
  );
};
