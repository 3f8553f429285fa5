/// Where one is, kept behind the `#` of the address: that part never reaches the server or its log, and the back button works.
import { useSyncExternalStore } from 'react';

export type Place = { parts: string[]; query: Record<string, string> };

export function placeOf(hash: string): Place {
  const [where = '', asked = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { parts: where.split('/').filter(Boolean).map(decode), query: Object.fromEntries(new URLSearchParams(asked)) };
}

function decode(part: string) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function addressOf(parts: string[], query: Record<string, string | undefined> = {}) {
  const told = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return `#/${parts.map(encodeURIComponent).join('/')}${told.length ? `?${new URLSearchParams(told).toString()}` : ''}`;
}

let current = placeOf(typeof location === 'undefined' ? '' : location.hash);
const listeners = new Set<() => void>();

if (typeof window !== 'undefined')
  window.addEventListener('hashchange', () => {
    current = placeOf(location.hash);
    for (const listener of listeners) listener();
  });

export function usePlace(): Place {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => current,
  );
}

export function go(parts: string[], query: Record<string, string | undefined> = {}) {
  location.hash = addressOf(parts, query);
}
