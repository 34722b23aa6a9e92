/** Owners of files, by entity type. */
export const ownerTypes = ['document', 'proposal', 'agenda_point', 'coa'] as const;
export type OwnerType = (typeof ownerTypes)[number];

/** The owner of a file, and the rights of a user to its files (spec attachments#access). */
export interface Owner {
  readonly id: string;
  readonly type: OwnerType;
  readonly label: string;
  /** Id of the committee; `null` for a document. */
  readonly tor: string | null;
  /** Id of the agenda point of a course of action, or its own. */
  readonly point: string | null;
  /** The status that decides whether its files may change: of the agenda point, or its own. */
  readonly status: string | null;
  readonly mayRead: boolean;
  readonly mayEdit: boolean;
}

/** The page that shows the files of an owner. */
export function pageOf({
  id,
  type,
  tor,
  point,
}: Pick<Owner, 'id' | 'type' | 'tor' | 'point'>): `/${string}` {
  if (type === 'document') return `/documents/${id}/attachments`;
  if (type === 'proposal') return `/tor/${tor}/proposals/${id}`;
  return `/tor/${tor}/workflow/agenda/${point}`;
}

/** The form that attaches a file to something that is no document. */
export const formOf = (owner: string): `/${string}` => `/attachments/new?entity=${owner}`;
