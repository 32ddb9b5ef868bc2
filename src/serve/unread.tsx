import { createContext, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { joined } from '../pipeline/text/counted.js';
import { shown } from '../report/html/shown.js';
import { shortened } from './shortened.js';

/** More names say no more. */
const mostNamed = 5;

const Unread = createContext<readonly string[]>([]);

/** The page, whichever it is, with what it does not know of its address. */
export function sayingUnread(page: VNode, names: readonly string[]): VNode {
  return <Unread.Provider value={names}>{page}</Unread.Provider>;
}

export function UnreadNote() {
  const names = useContext(Unread);
  if (names.length === 0) return null;
  return (
    <p class="notice" id="unread">
      This page does not know what {inWords(names)} in its address asks for, and shows what it has without that.
    </p>
  );
}

/** Anybody may have written them. */
export function inWords(names: readonly string[]): string {
  return joined(names.slice(0, mostNamed).map((name) => `“${shown(shortened(name))}”`));
}
