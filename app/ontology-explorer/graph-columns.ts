/** An entity of the graph, with its properties truncated. */
export interface StoredNode {
  readonly id: number;
  readonly entity_type: string;
  readonly name: string;
  readonly label: string;
  readonly is_active: boolean;
  /**
   * Relations in both directions, counted up to 50 each; more than are shown means that the node
   * can be expanded.
   */
  readonly degree: number;
  readonly properties: readonly (readonly [key: string, value: string])[];
}

export interface StoredEdge {
  readonly id: number;
  readonly source: number;
  readonly target: number;
  readonly relation_type: string;
  readonly relation_label: string;
}

export interface StoredGraph {
  readonly nodes: readonly StoredNode[];
  readonly edges: readonly StoredEdge[];
  /** There was more than fits. */
  readonly truncated: boolean;
  /** Existing types, whether shown or not. */
  readonly entityTypes: readonly string[];
  /** Whether the focused entity exists and may be shown; true without one. */
  readonly isFocusFound: boolean;
}

/** Lists of equal length, with `null` for missing values: one list per column. */
type Columns<Row> = { readonly [Column in keyof Row]: readonly Row[Column][] | null };

/**
 * A graph as returned by its statement. Relations refer to their type by id, and each type is
 * listed once.
 */
export interface GraphColumns extends Omit<StoredGraph, 'nodes' | 'edges'> {
  readonly nodes: Columns<{
    id: number;
    type: string;
    name: string;
    label: string;
    active: boolean;
    degree: number;
  }>;
  readonly properties: Columns<{ of: number; key: string; value: string }> | null;
  readonly edges: Columns<{ id: number; source: number; target: number; type: number }>;
  readonly relationTypes: readonly {
    readonly id: number;
    readonly name: string;
    readonly label: string;
  }[];
}

/** Converts columns to objects. */
export function graphOf({
  nodes,
  properties,
  edges,
  relationTypes,
  ...rest
}: GraphColumns): StoredGraph {
  const types = new Map(relationTypes.map((type) => [type.id, type]));
  const stored = propertiesOf(properties);
  return {
    ...rest,
    nodes: (nodes.id ?? []).map((id, place) => ({
      id,
      entity_type: at(nodes.type, place),
      name: at(nodes.name, place),
      label: at(nodes.label, place),
      is_active: at(nodes.active, place),
      degree: at(nodes.degree, place),
      properties: stored.get(id) ?? [],
    })),
    edges: (edges.id ?? []).flatMap((id, place): readonly StoredEdge[] => {
      const type = types.get(at(edges.type, place));
      if (type === undefined) return [];
      return [
        {
          id,
          source: at(edges.source, place),
          target: at(edges.target, place),
          relation_type: type.name,
          relation_label: type.label,
        },
      ];
    }),
  };
}

function propertiesOf(
  columns: GraphColumns['properties'],
): ReadonlyMap<number, readonly (readonly [string, string])[]> {
  const found = new Map<number, [string, string][]>();
  for (const [place, id] of (columns?.of ?? []).entries()) {
    const property: [string, string] = [at(columns?.key, place), at(columns?.value, place)];
    const others = found.get(id);
    if (others === undefined) found.set(id, [property]);
    else others.push(property);
  }
  return found;
}

function at<Value>(column: readonly Value[] | null | undefined, place: number): Value {
  const value = column?.[place];
  if (value === undefined) throw new TypeError('Columns of a statement are equally long.');
  return value;
}
