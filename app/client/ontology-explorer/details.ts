import type { Graph, GraphEdge, GraphNode } from './model.ts';
import { texts } from './texts.ts';

/** An action of a node. */
export interface NodeLink {
  readonly label: string;
  readonly href: string;
}

/** Actions of a node, the same in the panel and the menu. */
function linksOf(graph: Graph, node: GraphNode): readonly NodeLink[] {
  if (graph.kind === 'schema')
    return [
      { label: texts.viewInstances, href: `/ontology/data?type=${encodeURIComponent(node.type)}` },
    ];
  const focus = new URL(location.href);
  for (const name of [...focus.searchParams.keys()])
    if (name !== 'limit') focus.searchParams.delete(name);
  focus.searchParams.set('focus', node.id);
  focus.hash = '';
  const expand = new URL(location.href);
  expand.hash = '';
  const opened = expand.searchParams.getAll('expand');
  expand.searchParams.append('expand', node.id);
  const canExpand = node.isOpen && !opened.includes(node.id) && opened.length < 20;
  return [
    { label: texts.details, href: `/ontology/data/${node.id}` },
    { label: texts.focus, href: `${focus.pathname}${focus.search}` },
    ...(canExpand ? [{ label: texts.expand, href: `${expand.pathname}${expand.search}` }] : []),
  ];
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}

const shownOfKind = 5;

interface DetailActions {
  /** Goes to another node of the graph. */
  readonly go: (node: GraphNode) => void;
  readonly close: () => void;
}

/** Fills the panel beside the graph with the details of a node. */
export function showDetails(
  panel: HTMLElement,
  graph: Graph,
  node: GraphNode,
  { go, close }: DetailActions,
): void {
  const button = make('button', 'btn quiet sm', texts.close);
  button.type = 'button';
  button.addEventListener('click', close);
  const head = make('div', 'graph-panel-head', make('h3', '', node.label), button);
  const facts = make('dl', 'meta small');
  for (const [name, value] of node.facts)
    facts.append(make('dt', '', name.replaceAll('_', ' ')), make('dd', '', value));
  const links = make(
    'p',
    'acts',
    ...linksOf(graph, node).map(({ label, href }) =>
      Object.assign(make('a', 'btn sm', label), { href }),
    ),
  );
  const ways = [
    relationsOf(
      texts.outgoing,
      graph.edges.filter(({ source }) => source === node),
      ({ target }) => target,
      go,
    ),
    relationsOf(
      texts.incoming,
      graph.edges.filter(({ target }) => target === node),
      ({ source }) => source,
      go,
    ),
  ];
  panel.replaceChildren(head, links, facts, ...ways.flat());
}

function relationsOf(
  title: string,
  edges: readonly GraphEdge[],
  end: (edge: GraphEdge) => GraphNode,
  go: DetailActions['go'],
): Node[] {
  if (edges.length === 0) return [];
  const kinds = Map.groupBy(edges, ({ label }) => label);
  const lists = [...kinds].flatMap(([label, of]) => {
    const items = of.slice(0, shownOfKind).map((edge) => {
      const button = make('button', 'link', end(edge).label);
      button.type = 'button';
      button.addEventListener('click', () => go(end(edge)));
      return make('li', '', button);
    });
    const rest =
      of.length > shownOfKind ? [make('li', 'muted', texts.more(of.length - shownOfKind))] : [];
    return [make('p', 'small muted', label), make('ul', 'bare small', ...items, ...rest)];
  });
  return [make('h4', '', title), ...lists];
}

interface MenuActions {
  /** Goes to another node and shows its details. */
  readonly go: (node: GraphNode) => void;
  /** Restores the focus. */
  readonly back: () => void;
}

/** Opens the menu of a node at a point of the frame. Esc closes it and restores the focus. */
export function openMenu(
  frame: HTMLElement,
  graph: Graph,
  node: GraphNode,
  at: { readonly x: number; readonly y: number },
  { go, back }: MenuActions,
): void {
  closeMenu(frame);
  const act = (label: string, to: GraphNode): HTMLButtonElement => {
    const button = Object.assign(make('button', 'item', label), {
      type: 'button',
      role: 'menuitem',
    });
    button.addEventListener('click', () => {
      closeMenu(frame);
      go(to);
    });
    return button;
  };
  const around = graph.edges.filter(({ source, target }) => source === node || target === node);
  const items: HTMLElement[] = [
    ...linksOf(graph, node).map(({ label, href }) =>
      Object.assign(make('a', 'item', label), { href, role: 'menuitem' }),
    ),
    ...around.slice(0, shownOfKind).map((edge) => {
      const isOut = edge.source === node;
      const other = isOut ? edge.target : edge.source;
      return act(texts.relation(edge.label, other.label, isOut), other);
    }),
    // The panel lists all of them.
    ...(around.length > shownOfKind ? [act(texts.more(around.length - shownOfKind), node)] : []),
  ];
  const menu = make('div', 'pop graph-menu', ...items);
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', texts.menuOf(node.label));
  const { width, height } = frame.getBoundingClientRect();
  menu.style.insetInlineStart = `${Math.max(0, Math.min(at.x, width - 200))}px`;
  menu.style.insetBlockStart = `${Math.max(0, Math.min(at.y, height - 40 * items.length - 20))}px`;
  menu.addEventListener('keydown', (event) => {
    const place = items.findIndex((item) => item.isSameNode(document.activeElement));
    const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: items.length - 1 }[
      event.key
    ];
    if (next !== undefined) items[(next + items.length) % items.length]?.focus();
    if (event.key === 'Escape' || event.key === 'Tab') {
      closeMenu(frame);
      back();
    }
    if (next === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && menu.contains(event.relatedTarget)))
      closeMenu(frame);
  });
  frame.append(menu);
  items[0]?.focus();
}

/** Removing the focused element fires an event, which must not remove the menu again. */
export function closeMenu(frame: HTMLElement): void {
  const menu = frame.querySelector<HTMLElement>('.graph-menu:not([data-closing])');
  if (menu === null) return;
  menu.dataset['closing'] = '';
  menu.remove();
}
