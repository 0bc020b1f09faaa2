import { handle, handleFile, type Ctx } from '../../platform/handle.ts';
import { countingAll } from '../../platform/database.ts';
import { createForm, discardForm, exportForm, importForm, listForms, noteLicence, publishForm, readForm, refuse, saveForm, type BankEntry, type StoredForm } from './bank.ts';
import { deleteForm, draftById, draftForms, insertForm, licencesNoted, newestVersions, publishVersion, setLicence, updateForm, versionCounts, versionsOf } from './bank.store.ts';
import { fileOfForm, formOfFile } from './exchange.gateway.ts';
import { Form } from './form.ts';
import { prepareForm } from './prepare.ts';
import { minutesFor, questionsIn } from './submission.ts';
import { fingerprintOf, shippedForms, soundForm } from './versions.gateway.ts';

interface Shelf {
  readonly drafts: readonly StoredForm[];
  readonly published: ReadonlyMap<string, Form>;
  readonly versions: ReadonlyMap<string, number>;
  readonly licences: ReadonlySet<string>;
}

async function shelf(ctx: Ctx): Promise<Shelf> {
  const published = new Map((await newestVersions(ctx.db)).map(({ formKey, definition }) => [formKey, definition]));
  return { drafts: await draftForms(ctx.db), published, versions: await versionCounts(ctx.db), licences: await licencesNoted(ctx.db) };
}

const isShipped = (key: string) => shippedForms.some(({ id }) => id === key);

function entryOf(form: Form, { drafts, versions, licences }: Shelf): BankEntry {
  const draft = drafts.find(({ key }) => key === form.id);
  return {
    key: form.id, formId: draft?.formId ?? null, title: form.title, kind: form.kind, label: form.label, questions: questionsIn(form), minutes: minutesFor(form), scored: form.scoring !== null,
    own: !isShipped(form.id), draft: draft !== undefined, versions: versions.get(form.id) ?? 0, licence: form.licence,
    unlocked: form.licence.wording !== 'withheld' && (form.licence.status !== 'gated' || licences.has(form.id)),
  };
}

/** Every form that the caller may see: what ships, what was published, and the drafts within reach. */
function formsOn({ drafts, published }: Shelf): ReadonlyMap<string, Form> {
  const own = [...published].filter(([key]) => !isShipped(key));
  return new Map([...shippedForms.map((form) => [form.id, form] as const), ...own, ...drafts.map(({ key, definition }) => [key, definition] as const)]);
}

/** Refused unless the organisation may give this form to people. */
export async function refuseLocked(ctx: Pick<Ctx, 'db'>, form: Form): Promise<void> {
  if (form.licence.wording === 'withheld') throw refuse.textWithheld({ licence: form.licence.text });
  if (form.licence.status === 'gated' && !(await licencesNoted(ctx.db)).has(form.id)) throw refuse.licenceNeeded({ licence: form.licence.text });
}

async function draftOf(ctx: Ctx, formId: string, revision: number): Promise<StoredForm> {
  const draft = await draftById(ctx.db, formId);
  if (!draft) throw refuse.unknownForm({ key: formId });
  if (draft.revision !== revision) throw refuse.changedMeanwhile();
  return draft;
}

/** The words of a form as they came; refused with the first place that is no form at all. */
function formIn(definition: unknown): Form {
  const read = Form.safeParse(definition);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refuse.unsoundForm({ at: issue?.path.join('.') ?? '', message: issue?.message ?? '', faults: [] });
}

export const api = [
  handle(listForms, async (_input, ctx) => {
    const all = await shelf(ctx);
    return [...formsOn(all).values()].map((form) => entryOf(form, all));
  }),

  handle(readForm, async ({ key }, ctx) => {
    const all = await shelf(ctx);
    const definition = formsOn(all).get(key);
    if (!definition) throw refuse.unknownForm({ key });
    const versions = await countingAll(ctx.db, ctx.caller.scope, () => versionsOf(ctx.db, key));
    return { entry: entryOf(definition, all), definition, revision: all.drafts.find((draft) => draft.key === key)?.revision ?? null, versions: versions.map(({ formKey: _key, ...version }) => version) };
  }),

  handle(createForm, async ({ definition }, ctx) => {
    const form = formIn(definition);
    if (isShipped(form.id) || (await newestVersions(ctx.db, form.id)).length > 0) throw refuse.keyTaken({ key: form.id });
    const formId = ctx.newId();
    const made = await insertForm(ctx.db, { tenantId: ctx.caller.scope.tenant, formId, key: form.id, organizationPos: ctx.caller.position, definition: form, revision: 1, changedAt: ctx.now, changedBy: ctx.caller.account });
    if (!made) throw refuse.keyTaken({ key: form.id });
    return { key: form.id, formId };
  }),

  handle(saveForm, async ({ formId, revision, definition }, ctx) => {
    const draft = await draftOf(ctx, formId, revision);
    const form = { ...formIn(definition), id: draft.key };
    if (!(await updateForm(ctx.db, { formId, definition: form, revision, changedAt: ctx.now, changedBy: ctx.caller.account }))) throw refuse.changedMeanwhile();
    const prepared = prepareForm(form);
    return { revision: revision + 1, faults: prepared.ok ? [] : [...prepared.faults] };
  }),

  handle(discardForm, async ({ formId, revision }, ctx) => {
    if (!(await deleteForm(ctx.db, { formId, revision }))) throw refuse.changedMeanwhile();
    return { discarded: true as const };
  }),

  handle(publishForm, async ({ formId, revision }, ctx) => {
    const { key, definition } = await draftOf(ctx, formId, revision);
    soundForm(definition);
    return publishVersion(ctx.db, { tenantId: ctx.caller.scope.tenant, versionId: ctx.newId(), formKey: key, fingerprint: fingerprintOf(definition), definition, publishedAt: ctx.now, publishedBy: ctx.caller.account });
  }),

  handle(noteLicence, async ({ key, document }, ctx) => {
    const form = formsOn(await shelf(ctx)).get(key);
    if (!form) throw refuse.unknownForm({ key });
    if (form.licence.status !== 'gated') throw refuse.notGated();
    await setLicence(ctx.db, { tenantId: ctx.caller.scope.tenant, formKey: key, document, notedAt: ctx.now, notedBy: ctx.caller.account });
    return { unlocked: document !== '' && form.licence.wording !== 'withheld' };
  }),

  handleFile(importForm, {
    prepare: async ({ filename }, file) => formOfFile(filename, file),
    run: async (_input, _ctx, found) => found,
  }),

  handle(exportForm, async ({ key, format }, ctx) => {
    const form = formsOn(await shelf(ctx)).get(key);
    if (!form) throw refuse.unknownForm({ key });
    return fileOfForm(form, format);
  }),
];
