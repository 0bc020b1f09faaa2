/** The forms that ship in `content/forms`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readContent } from '../../platform/content.ts';
import { FormFile } from './file.ts';
import type { Form } from './form.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'content', 'forms');

export function formFiles(): readonly string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort();
}

/** A fault names file, line and reason. */
export function loadForms(files: readonly string[] = formFiles()): readonly Form[] {
  return files.map((file) => readContent(`forms/${file}`, FormFile));
}
