/** Patterns that texts must match, in RE2: time grows with the text alone, whatever a form from outside asks for. No look-around, no back-references. */
import { RE2JS } from 're2js';

const known = new Map<string, RE2JS | null>();
const most = 500;

function compiled(pattern: string): RE2JS | null {
  const found = known.get(pattern);
  if (found !== undefined) return found;
  if (known.size >= most) known.clear();
  const made = attempt(pattern);
  known.set(pattern, made);
  return made;
}

function attempt(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return null;
  }
}

export function isPattern(pattern: string): boolean {
  return compiled(pattern) !== null;
}

/** Whether the whole text matches. */
export function matches(pattern: string, text: string): boolean {
  return compiled(pattern)?.matches(text) ?? false;
}
