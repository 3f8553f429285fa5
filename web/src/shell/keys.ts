/// Keys for what is repeated all day. A binding is a sequence written as it is read: `j`, `?`, `Ctrl+K`, `g l` (one after the other).
import { useEffect, useRef } from 'react';
import type { Key } from '../words/words';

export type Binding = { keys: string; does: Key; run: () => void; always?: boolean };
export type Pressed = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

const WAIT = 1200;

/// The written form of a key press. Shift is already in the character (`?`), so it is named for no printable key.
export function written(pressed: Pressed): string {
  const name = pressed.key === ' ' ? 'Space' : pressed.key.length === 1 ? (pressed.ctrlKey || pressed.metaKey ? pressed.key.toUpperCase() : pressed.key) : pressed.key;
  return `${pressed.ctrlKey || pressed.metaKey ? 'Ctrl+' : ''}${pressed.altKey ? 'Alt+' : ''}${name}`;
}

/// Given what was pressed before and now: which binding is complete, and what to remember for the next press.
export function matched<B extends { keys: string }>(bindings: readonly B[], before: string, now: string): { binding?: B; pending: string } {
  const sequence = before ? `${before} ${now}` : now;
  const binding = bindings.find((one) => one.keys === sequence);
  if (binding) return { binding, pending: '' };
  if (bindings.some((one) => one.keys.startsWith(`${sequence} `))) return { pending: sequence };
  return before ? matched(bindings, '', now) : { pending: '' };
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) && !['checkbox', 'radio', 'button'].includes((target as HTMLInputElement).type);
}

// The innermost screen comes first: its keys win over the shell's.
const layers: { bindings: Binding[] }[] = [];
export function allBindings(): Binding[] {
  const seen = new Set<string>();
  return layers.flatMap((layer) => layer.bindings).filter((one) => !seen.has(one.keys) && seen.add(one.keys));
}

let pending = '';
let pendingSince = 0;

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return;
  const inDialog = document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
  const bindings = allBindings().filter((one) => one.always || (!inDialog && !isTyping(event.target)));
  if (Date.now() - pendingSince > WAIT) pending = '';
  const found = matched(bindings, pending, written(event));
  pending = found.pending;
  pendingSince = Date.now();
  if (!found.binding) return;
  event.preventDefault();
  found.binding.run();
}
if (typeof window !== 'undefined') window.addEventListener('keydown', onKeyDown);

/// Keys that hold while the component is shown.
export function useKeys(bindings: Binding[]) {
  const layer = useRef<{ bindings: Binding[] }>({ bindings: [] });
  layer.current.bindings = bindings;
  useEffect(() => {
    const mine = layer.current;
    layers.unshift(mine);
    return () => void layers.splice(layers.indexOf(mine), 1);
  }, []);
}
