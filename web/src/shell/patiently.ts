/// Loads a screen, and again when the connection was lost on the way: the place where it will stand goes on waiting.
import { tell } from '../api/client';

const PAUSE = 2500;

export async function patiently<T>(load: () => Promise<T>, tries = 240): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await load();
    } catch (fault) {
      if (left <= 0) throw fault;
      tell('lost');
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}
